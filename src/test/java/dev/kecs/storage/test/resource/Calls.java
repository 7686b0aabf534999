package dev.kecs.storage.test.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kecs.storage.transaction.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/**
 * Calls of a store, in an order in which each succeeds where the samples of its parents are stored:
 * first one with all numbers from 0, then the next. The samples themselves are for them to create.
 *
 * @param <S> the store's interface
 */
public final class Calls<S> {
  /**
   * How many numbers there are: until pgjdbc keeps a statement on the server, which must not cost a
   * round trip of its own.
   */
  public static final int OFTEN = 7;

  private final List<Call<S>> calls = new ArrayList<>();

  /** What comes before a call, with its number. */
  @FunctionalInterface
  public interface Before<G> {
    /** Does it, and returns what the call is given. */
    G prepare(Stores stores, int number);
  }

  /** A call that reads. */
  @FunctionalInterface
  public interface Read<S> {
    /** Returns what it reads. */
    Object read(S store, int number);
  }

  /**
   * A call.
   *
   * @param name the method, and what else tells it from others
   * @param writes whether it needs the right to write
   * @param roundTrips how often it waits for the server
   * @param before does what comes before it, and returns the call itself
   */
  public record Call<S>(
      String name, boolean writes, int roundTrips, Before<? extends Consumer<S>> before) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Adds a call that only reads, and finds something. */
  public Calls<S> reads(String name, int roundTrips, Read<S> call) {
    return add(
        name,
        false,
        roundTrips,
        (stores, i) ->
            store -> assertThat(call.read(store, i)).isNotNull().isNotEqualTo(Optional.empty()));
  }

  /** Adds a call that writes. */
  public Calls<S> writes(String name, int roundTrips, ObjIntConsumer<S> call) {
    return add(name, true, roundTrips, (stores, i) -> store -> call.accept(store, i));
  }

  /** Adds a call that writes, after something else. */
  public <G> Calls<S> writes(String name, int roundTrips, Before<G> before, BiConsumer<S, G> call) {
    return add(
        name,
        true,
        roundTrips,
        (stores, i) -> {
          G given = before.prepare(stores, i);
          return store -> call.accept(store, given);
        });
  }

  private Calls<S> add(
      String name, boolean writes, int roundTrips, Before<? extends Consumer<S>> before) {
    calls.add(new Call<>(name, writes, roundTrips, before));
    return this;
  }

  /** Returns the calls in their order. */
  public List<Call<S>> all() {
    return List.copyOf(calls);
  }
}
