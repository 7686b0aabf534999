/**
 * What the tests stand on: a PostgreSQL server chosen once a run, databases on it, and ways to
 * race, to count round trips and to break things.
 */
@NullMarked
package dev.kecs.storage.test;

import org.jspecify.annotations.NullMarked;
