/**
 * Words for what the shared checks know of a store. Each store has a {@link
 * dev.kecs.storage.test.resource.Resource} in the package of its service, which says it in them.
 */
@NullMarked
package dev.kecs.storage.test.resource;

import org.jspecify.annotations.NullMarked;
