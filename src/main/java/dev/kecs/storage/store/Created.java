package dev.kecs.storage.store;

/**
 * The result of {@code createIfAbsent}.
 *
 * @param value what is stored
 * @param created whether this call created it
 */
public record Created<T>(T value, boolean created) {}
