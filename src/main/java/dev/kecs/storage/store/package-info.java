/** What the stores of all services have in common. */
@NullMarked
package dev.kecs.storage.store;

import org.jspecify.annotations.NullMarked;
