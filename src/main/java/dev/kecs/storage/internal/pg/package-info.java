/** The stores on PostgreSQL: a package for each service, and the factory that makes them all. */
@NullMarked
package dev.kecs.storage.internal.pg;

import org.jspecify.annotations.NullMarked;
