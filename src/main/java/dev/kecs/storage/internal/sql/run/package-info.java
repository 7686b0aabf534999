/**
 * How a statement runs: by itself on a connection of the pool, or in a unit of work on the one that
 * this has; and what its errors mean.
 */
@NullMarked
package dev.kecs.storage.internal.sql.run;

import org.jspecify.annotations.NullMarked;
