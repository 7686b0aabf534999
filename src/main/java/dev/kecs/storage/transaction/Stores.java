package dev.kecs.storage.transaction;

import dev.kecs.storage.ecs.AccountSettingStore;
import dev.kecs.storage.ecs.AttributeStore;
import dev.kecs.storage.ecs.ClusterStore;
import dev.kecs.storage.ecs.ContainerInstanceStore;
import dev.kecs.storage.ecs.ServiceStore;
import dev.kecs.storage.ecs.TaskDefinitionStore;
import dev.kecs.storage.ecs.TaskSetStore;
import dev.kecs.storage.ecs.TaskStore;
import dev.kecs.storage.store.TagStore;
import java.util.function.Function;

/**
 * All stores. Those of the storage run each call by itself; those that a unit of work is given run
 * all calls in its transaction.
 */
public interface Stores {
  /**
   * Returns the store of that interface.
   *
   * @throws IllegalArgumentException if it is none of a store
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

  /** Returns the store of the tags of all that have an ARN. */
  default TagStore tags() {
    return store(TagStore.class);
  }

  /**
   * Runs a unit of work: all that it does with the stores it is given takes effect, or, if it
   * throws, none. Only these take part; the storage's own are refused to the thread that runs it.
   *
   * <p>Of the storage it is a transaction with {@link TransactionOptions#DEFAULT}; of the stores of
   * a unit of work it is a savepoint within it, to which the unit goes back if the nested work
   * throws.
   *
   * <p>An error that the server raised leaves nothing but a rollback, to the savepoint or of all:
   * later calls say so, naming the first error. Methods say which errors leave the unit usable.
   */
  <R> R inTransaction(Function<? super Stores, ? extends R> work);
}
