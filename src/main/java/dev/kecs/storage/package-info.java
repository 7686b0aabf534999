/** Keeps the state of an ECS-compatible control plane in PostgreSQL. */
@NullMarked
package dev.kecs.storage;

import org.jspecify.annotations.NullMarked;
