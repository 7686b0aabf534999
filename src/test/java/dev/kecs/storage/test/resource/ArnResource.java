package dev.kecs.storage.test.resource;

import dev.kecs.storage.ecs.ClusterArn;
import dev.kecs.storage.model.Arn;
import dev.kecs.storage.store.ArnLookup;
import dev.kecs.storage.test.Samples;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A resource that has an ARN.
 *
 * @param <S> the store's interface
 * @param <K> the ARN
 * @param <T> the resource
 */
public abstract class ArnResource<S extends ArnLookup<K, T>, K extends Arn, T extends Record>
    extends Resource<S> {
  /** Begins the descriptor of a store. */
  protected ArnResource(Class<S> store) {
    super(store);
  }

  /** Returns the ARN of one of that name in a cluster, or in its scope if it is of no cluster. */
  public abstract K arn(ClusterArn cluster, String name);

  /** Returns the ARN of a sample; 0 is called {@link Samples#NAME}. */
  public K arn(int number) {
    return arn(Samples.CLUSTER, Samples.named(number));
  }

  /** Returns the ARNs of the first samples. */
  public final List<K> arns(int count) {
    return IntStream.range(0, count).mapToObj(this::arn).toList();
  }

  /** Returns ARNs that other records may refer to it by, where the samples 0 and 1 are stored. */
  public List<K> references() {
    return List.of(arn(0), arn(Samples.CLUSTER, "n".repeat(255)));
  }
}
