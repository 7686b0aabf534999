package dev.kecs.storage.model;

/**
 * How far a list or a bulk call reaches: all clusters of a {@link Scope}, or one cluster. There is
 * none for everything.
 */
public sealed interface Within permits Scope, ClusterArn {}
