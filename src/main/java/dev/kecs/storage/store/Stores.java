package dev.kecs.storage.store;

import java.util.function.Function;

/**
 * All stores. Those of the storage run each call by itself; those that a unit of work is given run
 * all calls in its transaction.
 */
public interface Stores {
  /** Returns the store of clusters. */
  ClusterStore clusters();

  /** Returns the store of task definitions. */
  TaskDefinitionStore taskDefinitions();

  /** Returns the store of services. */
  ServiceStore services();

  /** Returns the store of tasks. */
  TaskStore tasks();

  /** Returns the store of task sets. */
  TaskSetStore taskSets();

  /** Returns the store of container instances. */
  ContainerInstanceStore containerInstances();

  /** Returns the store of container instances' attributes. */
  AttributeStore attributes();

  /** Returns the store of account settings. */
  AccountSettingStore accountSettings();

  /** Returns the store of the tags of all that have an ARN. */
  TagStore tags();

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
