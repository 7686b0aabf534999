/**
 * What can go wrong, as a few unchecked exceptions. They name resources by text, and never carry
 * SQL, a password or another owner's data.
 */
@NullMarked
package dev.kecs.storage.error;

import org.jspecify.annotations.NullMarked;
