package dev.kecs.storage.internal.pg.ecs;

import dev.kecs.storage.ecs.AccountSettingStore;
import dev.kecs.storage.ecs.AttributeStore;
import dev.kecs.storage.ecs.ClusterStore;
import dev.kecs.storage.ecs.ContainerInstanceStore;
import dev.kecs.storage.ecs.ServiceStore;
import dev.kecs.storage.ecs.TaskDefinitionStore;
import dev.kecs.storage.ecs.TaskSetStore;
import dev.kecs.storage.ecs.TaskStore;
import dev.kecs.storage.internal.sql.arn.Entity;
import dev.kecs.storage.internal.sql.run.Sql;
import java.util.List;
import java.util.Map;

/** Makes the stores of ECS. */
public final class EcsStores {
  /** The resources that have an ARN, and therefore tags. */
  public static final List<Entity<?, ?>> ENTITIES =
      List.of(
          PgClusterStore.ENTITY,
          PgTaskDefinitionStore.ENTITY,
          PgServiceStore.ENTITY,
          PgTaskStore.ENTITY,
          PgTaskSetStore.ENTITY,
          PgContainerInstanceStore.ENTITY);

  private EcsStores() {}

  /** Makes the stores, by their interfaces. */
  public static Map<Class<?>, Object> on(Sql sql) {
    return Map.of(
        ClusterStore.class, new PgClusterStore(sql),
        TaskDefinitionStore.class, new PgTaskDefinitionStore(sql),
        ServiceStore.class, new PgServiceStore(sql),
        TaskStore.class, new PgTaskStore(sql),
        TaskSetStore.class, new PgTaskSetStore(sql),
        ContainerInstanceStore.class, new PgContainerInstanceStore(sql),
        AttributeStore.class, new PgAttributeStore(sql),
        AccountSettingStore.class, new PgAccountSettingStore(sql));
  }
}
