package dev.kecs.storage.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kecs.storage.Storage;
import dev.kecs.storage.test.SharedDatabase;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.TestDatabase.Role;
import dev.kecs.storage.test.resource.BulkDeletion;
import dev.kecs.storage.test.resource.Called;
import dev.kecs.storage.test.resource.Resource;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** That a bulk deletion keeps to its limit, however the server goes about it. */
@ExtendWith(StorageExtension.class)
class BulkDeletionTest {
  /** Each is the only one that the server may choose in its turn. */
  private static final List<String> JOINS = List.of("nestloop", "hashjoin", "mergejoin");

  private static final int LIMIT = 10;
  private static final int STORED = 25;

  private final Storage storage;

  BulkDeletionTest(Storage storage) {
    this.storage = storage;
  }

  static Stream<Arguments> deletions() {
    return Resources.all()
        .flatMap(
            resource ->
                resource.bulkDeletions().stream()
                    .map(deletion -> Arguments.of(resource, deletion)));
  }

  @ParameterizedTest
  @MethodSource("deletions")
  void itDeletesAsManyAsItIsToldToAndThenTheRest(Resource<?> resource, BulkDeletion deletion) {
    Resources.prepare(storage, resource);
    deletion.store().accept(storage, STORED);

    int left = STORED;
    for (String join : JOINS) {
      try (Storage joining = joiningBy(join)) {
        Called called = new Called(joining);
        assertThat(deletion.deletion().delete(called, LIMIT))
            .as(join)
            .isEqualTo(Math.min(LIMIT, left));
        assertThat(called.names()).containsExactly(deletion.method());
        left -= Math.min(LIMIT, left);
      }
    }
    assertThat(left).isZero();
  }

  private static Storage joiningBy(String join) {
    StringBuilder options =
        new StringBuilder(
            "-c enable_hashagg=off -c enable_sort=off -c enable_material=off"
                + " -c enable_indexscan=off -c enable_bitmapscan=off -c enable_indexonlyscan=off");
    for (String other : JOINS) {
      options.append(" -c enable_").append(other).append(other.equals(join) ? "=on" : "=off");
    }
    String url = SharedDatabase.get().url(Role.RUNNER);
    return Storage.open(
        StorageExtension.config(
                url
                    + (url.contains("?") ? '&' : '?')
                    + "options="
                    + URLEncoder.encode(options.toString(), StandardCharsets.UTF_8)
                        .replace("+", "%20"))
            .build());
  }
}
