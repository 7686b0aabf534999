/**
 * What rows with an ARN have in common: a store declares a {@link
 * dev.kecs.storage.internal.sql.arn.Mapping} (field ↔ part of the record), a {@link
 * dev.kecs.storage.internal.sql.arn.Key} and an {@link dev.kecs.storage.internal.sql.arn.Entity} of
 * them, and extends {@link dev.kecs.storage.internal.sql.arn.PgArnStore}.
 */
@NullMarked
package dev.kecs.storage.internal.sql.arn;

import org.jspecify.annotations.NullMarked;
