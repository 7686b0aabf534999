/** The {@code kecs} command. */
@NullMarked
package dev.kecs.storage.cli;

import org.jspecify.annotations.NullMarked;
