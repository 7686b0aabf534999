/** The stores of ECS on PostgreSQL. */
@NullMarked
package dev.kecs.storage.internal.pg.ecs;

import org.jspecify.annotations.NullMarked;
