package dev.kecs.storage.ecs;

/** How far a list or a bulk call reaches: one cluster, or all of an account and a region. */
public sealed interface Within permits ClusterArn, AllClusters {}
