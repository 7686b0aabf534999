/**
 * The stores: one interface for each kind of resource, with its query records, and the units of
 * work over all of them.
 */
@NullMarked
package dev.kecs.storage.store;

import org.jspecify.annotations.NullMarked;
