/** How JDBC reads and binds the types of columns, and how the values of the model lie in them. */
@NullMarked
package dev.kecs.storage.internal.sql.type;

import org.jspecify.annotations.NullMarked;
