package dev.kecs.storage.ecs;

/** Which clusters a list or bulk call covers: one, or all of an account and a region. */
public sealed interface Within permits ClusterArn, AllClusters {}
