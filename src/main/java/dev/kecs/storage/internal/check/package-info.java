/**
 * What values must be when they are made, and the messages when they are not: shared by the
 * records, ARNs and queries of all services.
 */
@NullMarked
package dev.kecs.storage.internal.check;

import org.jspecify.annotations.NullMarked;
