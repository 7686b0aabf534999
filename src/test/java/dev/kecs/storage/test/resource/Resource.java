package dev.kecs.storage.test.resource;

import dev.kecs.storage.ecs.ClusterArn;
import dev.kecs.storage.model.Scope;
import dev.kecs.storage.transaction.Stores;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the shared checks know of one store and of what it keeps. Descriptors have the parts in the
 * order in which they stand here. Those that every store needs are abstract; one of the others that
 * this store needs, and lacks, fails by name in the check that reads it.
 *
 * @param <S> the store's interface
 */
public abstract class Resource<S> {
  private final Class<S> store;

  /** Begins the descriptor of a store. */
  protected Resource(Class<S> store) {
    this.store = store;
  }

  /** Returns the store's interface. */
  public final Class<S> store() {
    return store;
  }

  /** Returns the store among all. */
  public final S in(Stores stores) {
    return stores.store(store);
  }

  /** Returns the tables that it keeps things in, each after those that its rows refer to. */
  public List<Table> tables() {
    return List.of();
  }

  /** Returns the stores of what samples refer to: the samples 0 of these. */
  public List<Class<?>> parents() {
    return List.of();
  }

  /** Stores a sample: a row in each table, where those of its parents are there. */
  public abstract void store(Stores stores, int number);

  /** Returns how records are written and read, one for each type of record that lists return. */
  public List<Ways<S, ?, ?>> ways() {
    return List.of();
  }

  /** Returns types of records that lists return and nobody writes. */
  public List<Class<? extends Record>> derived() {
    return List.of();
  }

  /** Stores what the items of {@link #lists} refer to, and no such item, also no other store's. */
  public void prepareLists(Stores stores) {}

  /** Returns every list, with the queries that run differently, for the checks of paging. */
  public Stream<AnyList> lists() {
    return Stream.of();
  }

  /** Returns every list, with the queries that an index is to answer, of the tables' rows. */
  public Stream<Plan> plans() {
    return Stream.of();
  }

  /** Returns calls of every method, in an order in which all succeed. */
  public abstract Calls<S> calls();

  /** Returns the methods that delete as many as they are told to. */
  public List<BulkDeletion> bulkDeletions() {
    return List.of();
  }

  /**
   * Stores what can be asked for in a scope. It is called {@link
   * dev.kecs.storage.test.Samples#NAME}, so that what is asked for has that name everywhere; beside
   * it is what else calls find to change or to delete.
   */
  public void fill(Stores stores, Scope scope) {}

  /** Stores the same in a cluster, where the scope is filled. */
  public void fill(Stores stores, ClusterArn cluster) {}

  /**
   * Returns values for the parameters of methods, by type, that ask for what {@link #fill} stored
   * in {@link dev.kecs.storage.test.Samples#CLUSTER}; beside those that follow from the ARN.
   */
  public Map<Class<?>, List<?>> askedWith() {
    return Map.of();
  }

  /** Returns the store's name, as {@link Stores} has it. */
  @Override
  public final String toString() {
    return Called.name(store);
  }
}
