package dev.kecs.storage.store;

import static dev.kecs.storage.test.Samples.CLUSTER;

import dev.kecs.storage.ecs.ClusterStore;
import dev.kecs.storage.test.Samples;
import dev.kecs.storage.test.resource.Calls;
import dev.kecs.storage.test.resource.Resource;
import dev.kecs.storage.transaction.Stores;
import java.util.List;
import java.util.Map;

/** What the shared checks know of tags, which are parts of what has them. */
final class TagResource extends Resource<TagStore> {
  TagResource() {
    super(TagStore.class);
  }

  @Override
  public List<Class<?>> parents() {
    return List.of(ClusterStore.class);
  }

  @Override
  public void store(Stores stores, int number) {
    stores.tags().tag(CLUSTER, Map.of(Samples.named(number), ""));
  }

  @Override
  public Calls<TagStore> calls() {
    return new Calls<TagStore>()
        .writes("tag", 1, (tags, i) -> tags.tag(CLUSTER, Map.of("number", "" + i)))
        .reads("tags", 1, (tags, i) -> tags.tags(CLUSTER))
        .writes("untag", 1, (tags, i) -> tags.untag(CLUSTER, List.of("number")));
  }
}
