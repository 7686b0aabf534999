package dev.kecs.storage.store;

/**
 * What creating something that may exist came to.
 *
 * @param value what is stored
 * @param created whether this call created it
 */
public record Created<T>(T value, boolean created) {}
