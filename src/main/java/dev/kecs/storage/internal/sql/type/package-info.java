/** How JDBC reads and binds the types of columns, and how columns hold the values of the model. */
@NullMarked
package dev.kecs.storage.internal.sql.type;

import org.jspecify.annotations.NullMarked;
