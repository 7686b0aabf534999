/** How a storage is opened: where its database is, and with which limits. */
@NullMarked
package dev.kecs.storage.config;

import org.jspecify.annotations.NullMarked;
