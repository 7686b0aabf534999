package dev.kecs.storage.benchmark;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the workloads of a run share: its options, and the sets of data, each loaded when needed.
 */
final class Session implements AutoCloseable {
  private final Options options;
  private final Routes routes;
  private final Map<String, Data> loaded = new LinkedHashMap<>();

  Session(Options options, Routes routes) {
    this.options = options;
    this.routes = routes;
  }

  Rounds rounds() {
    return options.rounds();
  }

  Documents documents() throws SQLException {
    return data(
        Documents.class, "documents", made -> Documents.load(made, options.scaled(100_000)));
  }

  Lists lists() throws SQLException {
    return data(Lists.class, "lists", made -> Lists.load(made, options.scaled(100_000)));
  }

  /** Ten times the tasks of {@link #lists}. */
  Lists tenfold() throws SQLException {
    return data(Lists.class, "tenfold", made -> Lists.ofTasks(made, options.scaled(1_000_000)));
  }

  Definitions definitions() throws SQLException {
    return data(
        Definitions.class, "definitions", made -> Definitions.load(made, options.scaled(10_000)));
  }

  /** Makes empty tables for a workload that closes them. */
  Installation empty(String name) {
    return Installation.create(routes, "benchmark_" + name);
  }

  /** Returns the tables of {@link #empty} by a pool of its own. */
  Installation again(String name) {
    return Installation.of(routes, "benchmark_" + name);
  }

  long scaled(long full) {
    return options.scaled(full);
  }

  private <D extends Data> D data(Class<D> type, String name, Loader<D> loader)
      throws SQLException {
    Data data = loaded.get(name);
    if (data == null) {
      data = loader.load(empty(name));
      loaded.put(name, data);
      Progress.say("  loaded " + data);
    }
    return type.cast(data);
  }

  @Override
  public void close() {
    loaded.values().forEach(Data::close);
  }

  @FunctionalInterface
  private interface Loader<D> {
    D load(Installation installation) throws SQLException;
  }
}
