/** All stores together, and units of work over them. */
@NullMarked
package dev.kecs.storage.transaction;

import org.jspecify.annotations.NullMarked;
