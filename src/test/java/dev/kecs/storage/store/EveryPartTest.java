package dev.kecs.storage.store;

import dev.kecs.storage.Storage;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.resource.Resource;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every part of every record is varied alone, by every way of writing it, and read again. A part
 * that a store forgets, or takes for another, is named.
 */
@ExtendWith(StorageExtension.class)
class EveryPartTest {
  static Stream<Resource<?>> resources() {
    return Resources.all().filter(resource -> !resource.ways().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S> void everyPartOfEveryRecordLasts(Resource<S> resource, Storage storage) {
    Resources.prepare(storage, resource, 2);

    resource.ways().forEach(ways -> ways.check(resource.in(storage), Resources.partValues()));
  }
}
