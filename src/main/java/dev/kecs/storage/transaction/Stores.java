package dev.kecs.storage.transaction;

import dev.kecs.storage.ecs.AccountSettingStore;
import dev.kecs.storage.ecs.AttributeStore;
import dev.kecs.storage.ecs.ClusterStore;
import dev.kecs.storage.ecs.ContainerInstanceStore;
import dev.kecs.storage.ecs.ServiceStore;
import dev.kecs.storage.ecs.TaskDefinitionStore;
import dev.kecs.storage.ecs.TaskSetStore;
import dev.kecs.storage.ecs.TaskStore;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.store.TagStore;
import java.util.function.Function;

/**
 * All stores. Those of a {@code Storage} run each call by itself. Those handed to a unit of work
 * run all calls in one transaction.
 *
 * <p>Null is taken only where a parameter is declared {@code @Nullable}. Elsewhere it is an {@link
 * InvalidValueException} that names the parameter, as is null in a collection or a map; nothing is
 * done, and a unit of work stays usable.
 */
public interface Stores {
  /**
   * Returns the store of that interface.
   *
   * @throws IllegalArgumentException if no store has that interface
   */
  <S> S store(Class<S> type);

  /** Returns the store of clusters. */
  default ClusterStore clusters() {
    return store(ClusterStore.class);
  }

  /** Returns the store of task definitions. */
  default TaskDefinitionStore taskDefinitions() {
    return store(TaskDefinitionStore.class);
  }

  /** Returns the store of services. */
  default ServiceStore services() {
    return store(ServiceStore.class);
  }

  /** Returns the store of tasks. */
  default TaskStore tasks() {
    return store(TaskStore.class);
  }

  /** Returns the store of task sets. */
  default TaskSetStore taskSets() {
    return store(TaskSetStore.class);
  }

  /** Returns the store of container instances. */
  default ContainerInstanceStore containerInstances() {
    return store(ContainerInstanceStore.class);
  }

  /** Returns the store of container instances' attributes. */
  default AttributeStore attributes() {
    return store(AttributeStore.class);
  }

  /** Returns the store of account settings. */
  default AccountSettingStore accountSettings() {
    return store(AccountSettingStore.class);
  }

  /** Returns the store of the tags of all resources that have an ARN. */
  default TagStore tags() {
    return store(TagStore.class);
  }

  /**
   * Runs a unit of work. All that it does with the stores it is given takes effect; if it throws,
   * nothing does. Only these stores take part; the storage's own refuse calls of the thread that
   * runs it.
   *
   * <p>Called on the storage, it is a transaction with {@link TransactionOptions#DEFAULT}. Called
   * on the stores of a unit of work, it is a savepoint in that unit: if the nested work throws, the
   * unit goes back to the savepoint.
   *
   * <p>After an error from the server, the work can only be rolled back, to the savepoint or as a
   * whole. Later calls throw an error that says so and names the first one. Methods say which
   * errors leave the unit usable.
   */
  <R> R inTransaction(Function<? super Stores, ? extends R> work);
}
