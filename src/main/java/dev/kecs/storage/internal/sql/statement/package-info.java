/**
 * What a statement says: written once in jOOQ's typed DSL, rendered once for each shape, and run on
 * JDBC with the same typed fields. This is what a reader of a store needs first.
 *
 * <p>A store declares {@link dev.kecs.storage.internal.sql.statement.SqlStatement}s, and for lists
 * a {@link dev.kecs.storage.internal.sql.statement.Filter} (part of the query → condition), a
 * {@link dev.kecs.storage.internal.sql.statement.Keyset} (order) and a {@link
 * dev.kecs.storage.internal.sql.statement.PageStatement} of them. {@link
 * dev.kecs.storage.internal.sql.statement.Binds} are a statement's placeholders, {@link
 * dev.kecs.storage.internal.sql.statement.Violations} say which error a violated constraint
 * becomes.
 */
@NullMarked
package dev.kecs.storage.internal.sql.statement;

import org.jspecify.annotations.NullMarked;
