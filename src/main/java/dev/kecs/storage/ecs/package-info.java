/**
 * Amazon ECS: for each kind of resource its record, its ARN, its queries and its store.
 *
 * <p>Every value is valid: texts, names, ranges and times are checked when it is made, and an
 * {@link dev.kecs.storage.error.InvalidValueException} names the part that is wrong. In every
 * record, lists and maps are unmodifiable copies and never null; one that is not given is empty.
 * Times are truncated to microseconds, which is what PostgreSQL keeps. Texts hold neither U+0000
 * nor unpaired surrogates. Everything is safe for use by many threads.
 */
@NullMarked
package dev.kecs.storage.ecs;

import org.jspecify.annotations.NullMarked;
