/** Brings a database's schema to the version that the library needs, with Flyway. */
@NullMarked
package dev.kecs.storage.internal.migrate;

import org.jspecify.annotations.NullMarked;
