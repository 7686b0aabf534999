/**
 * Amazon ECS: for each kind of resource its record, its ARN, its queries and its store.
 *
 * <p>A value that exists is valid: texts, names, ranges and times are checked when it is made, and
 * what is wrong is an {@link dev.kecs.storage.error.InvalidValueException} that names the part.
 * Everywhere: lists and maps are copied, unmodifiable and never null in a record that exists, and
 * one that is not given is empty; times are truncated to microseconds, which is what PostgreSQL
 * keeps; texts hold neither U+0000 nor unpaired surrogates. Everything is safe for use by many
 * threads.
 */
@NullMarked
package dev.kecs.storage.ecs;

import org.jspecify.annotations.NullMarked;
