package dev.kecs.storage.test.resource;

import dev.kecs.storage.model.Arn;
import dev.kecs.storage.store.ArnStore;
import dev.kecs.storage.transaction.Stores;
import java.util.List;
import java.util.Map;

/**
 * A resource that is created, changed and deleted by its ARN.
 *
 * @param <S> the store's interface
 * @param <K> the ARN
 * @param <T> the resource
 */
public abstract class KeptResource<S extends ArnStore<K, T>, K extends Arn, T extends Record>
    extends ArnResource<S, K, T> {
  private static final Map<String, String> TAGS = Map.of("changed", "yes");

  /** Begins the descriptor of a store. */
  protected KeptResource(Class<S> store) {
    super(store);
  }

  /** Returns one with what is required and nothing else, which refers to parents' samples 0. */
  public abstract T sample(K arn);

  /** Creates one. */
  public abstract T create(S store, T value);

  /** Returns the sample of that number. */
  public final T sample(int number) {
    return sample(arn(number));
  }

  /** Creates one. */
  public final T create(Stores stores, T value) {
    return create(in(stores), value);
  }

  @Override
  public final void store(Stores stores, int number) {
    create(stores, sample(number));
  }

  /** Returns the same with other tags. */
  public final T changed(T value) {
    return Parts.with(value, Map.of("tags", TAGS));
  }

  /**
   * Begins the ways to write and to read the sample 0 with those that every such store has.
   *
   * @param creation the method that creates one
   */
  protected final Ways<S, T, T> waysOfAll(String creation) {
    K arn = arn(0);
    return Ways.<S, T>of(sample(0))
        .anew(creation, this::create)
        .over(
            "update",
            (store, old, given) ->
                store.update(Parts.with(given, Map.of("version", Parts.read(old, "version")))))
        .over("modify", (store, old, given) -> store.modify(arn, now -> given))
        .read("get", (store, stored) -> store.get(arn))
        .read("find", (store, stored) -> store.find(arn).orElseThrow())
        .read("getAll", (store, stored) -> store.getAll(List.of(arn)).get(arn))
        .delete((store, stored) -> store.delete(arn));
  }

  /**
   * Begins the calls with the creation of samples, and with those that every such store has.
   *
   * @param creation the method that creates one
   */
  protected final Calls<S> callsOfAll(String creation) {
    return new Calls<S>()
        .writes(creation, 1, (store, i) -> create(store, sample(i)))
        .reads("get", 1, (store, i) -> store.get(arn(i)))
        .reads("find", 1, (store, i) -> store.find(arn(i)))
        .reads("getAll", 1, (store, i) -> store.getAll(arns(Calls.OFTEN)))
        .writes(
            "update",
            1,
            (stores, i) -> changed(in(stores).get(arn(i))),
            (store, value) -> store.update(value))
        .writes("modify", 3, (store, i) -> store.modify(arn(i), this::changed));
  }
}
