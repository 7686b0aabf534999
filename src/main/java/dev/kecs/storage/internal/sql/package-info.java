/**
 * How a store runs SQL: written once in jOOQ's typed DSL, rendered once for each shape, run on JDBC
 * with the same typed fields. Knows no store.
 *
 * <p>A store declares a {@link Mapping} (field ↔ part of a record), a {@link Filter} (query part →
 * condition), a {@link Keyset} (order) and {@link Violations} (constraint → error), makes {@link
 * Statement}s and {@link PageStatement}s of them, and runs these with {@link Sql}.
 */
@NullMarked
package dev.kecs.storage.internal.sql;

import org.jspecify.annotations.NullMarked;
