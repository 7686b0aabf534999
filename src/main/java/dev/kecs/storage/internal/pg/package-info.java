/** The stores on PostgreSQL: one class for each, and the factory that makes them all. */
@NullMarked
package dev.kecs.storage.internal.pg;

import org.jspecify.annotations.NullMarked;
