/**
 * What the resources of all services are made of: ARNs, the account and region they lie in, JSON
 * documents, tags, versions. Immutable, checked when made.
 */
@NullMarked
package dev.kecs.storage.model;

import org.jspecify.annotations.NullMarked;
