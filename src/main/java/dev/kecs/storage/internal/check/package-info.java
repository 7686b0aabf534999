/**
 * Checks values when they are made, and words the messages for wrong ones: shared by the records,
 * ARNs and queries of all services.
 */
@NullMarked
package dev.kecs.storage.internal.check;

import org.jspecify.annotations.NullMarked;
