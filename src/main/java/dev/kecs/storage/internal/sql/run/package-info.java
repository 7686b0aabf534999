/**
 * How a statement runs, by itself on a connection of the pool or on the connection of a unit of
 * work, and what its errors mean.
 */
@NullMarked
package dev.kecs.storage.internal.sql.run;

import org.jspecify.annotations.NullMarked;
