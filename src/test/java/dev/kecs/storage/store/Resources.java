package dev.kecs.storage.store;

import static java.util.stream.Collectors.toMap;

import dev.kecs.storage.ecs.AccountSettingResource;
import dev.kecs.storage.ecs.AttributeResource;
import dev.kecs.storage.ecs.ClusterResource;
import dev.kecs.storage.ecs.ContainerInstanceResource;
import dev.kecs.storage.ecs.ServiceResource;
import dev.kecs.storage.ecs.TaskDefinitionResource;
import dev.kecs.storage.ecs.TaskResource;
import dev.kecs.storage.ecs.TaskSetResource;
import dev.kecs.storage.test.resource.ArnResource;
import dev.kecs.storage.test.resource.KeptResource;
import dev.kecs.storage.test.resource.PartValues;
import dev.kecs.storage.test.resource.Resource;
import dev.kecs.storage.transaction.Stores;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the shared checks know of all stores. */
public final class Resources {
  /** One descriptor for each store, each after those of its parents. */
  public static final List<Resource<?>> ALL =
      List.of(
          new ClusterResource(),
          new TaskDefinitionResource(),
          new ServiceResource(),
          new TaskResource(),
          new TaskSetResource(),
          new ContainerInstanceResource(),
          new AttributeResource(),
          new AccountSettingResource(),
          new TagResource());

  private Resources() {}

  /** Returns the descriptors. */
  public static Stream<Resource<?>> all() {
    return ALL.stream();
  }

  /** Returns those of what has an ARN. */
  public static Stream<ArnResource<?, ?, ?>> withArn() {
    return all()
        .filter(ArnResource.class::isInstance)
        .map(resource -> (ArnResource<?, ?, ?>) resource);
  }

  /** Returns those of what is created, changed and deleted by its ARN. */
  public static Stream<KeptResource<?, ?, ?>> kept() {
    return all()
        .filter(KeptResource.class::isInstance)
        .map(resource -> (KeptResource<?, ?, ?>) resource);
  }

  /** Stores what samples refer to: the samples 0 of the parents, and of their parents. */
  public static void prepare(Stores stores, Resource<?> resource) {
    prepare(stores, resource, 1);
  }

  /** Stores so many samples of the parents, and of their parents. */
  public static void prepare(Stores stores, Resource<?> resource, int samples) {
    Set<Class<?>> ancestors = new HashSet<>();
    addAncestors(resource, ancestors);
    all()
        .filter(ancestor -> ancestors.contains(ancestor.store()))
        .forEach(ancestor -> IntStream.range(0, samples).forEach(i -> ancestor.store(stores, i)));
  }

  private static void addAncestors(Resource<?> resource, Set<Class<?>> ancestors) {
    for (Class<?> parent : resource.parents()) {
      ancestors.add(parent);
      addAncestors(of(parent), ancestors);
    }
  }

  /** Returns the descriptor of a store. */
  public static Resource<?> of(Class<?> store) {
    return all()
        .filter(resource -> resource.store() == store)
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no descriptor of " + store));
  }

  /** Returns values for the parts of records, which refer to the samples 0 and 1. */
  public static PartValues partValues() {
    return new PartValues(
        withArn().collect(toMap(resource -> resource.arn(0).getClass(), ArnResource::references)));
  }
}
