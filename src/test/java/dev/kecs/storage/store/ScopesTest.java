package dev.kecs.storage.store;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kecs.storage.ecs.ClusterArn;
import dev.kecs.storage.error.StorageException;
import dev.kecs.storage.model.Arn;
import dev.kecs.storage.test.resource.Parts;
import dev.kecs.storage.transaction.Stores;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * No call shows or changes what is another's: whatever method of whatever store is asked, with the
 * same names in another account, in another region and in another cluster, it answers as if those
 * were not there, and leaves them as they are. Methods are found by reflection; one with a
 * parameter that {@link Asked} has no value for fails by name.
 */
class ScopesTest {
  private static final String REFUSED = "refused: ";

  private static World cluster;
  private static World scope;
  private static World all;

  @BeforeAll
  static void makeWorlds() {
    cluster = World.of(World.MAIN);
    scope = World.of(World.MAIN, World.SECOND);
    all = World.of(World.MAIN, World.SECOND, World.OTHER_ACCOUNT, World.OTHER_REGION);
  }

  @AfterAll
  static void closeWorlds() {
    Stream.of(cluster, scope, all).forEach(World::close);
  }

  @Test
  void everyTableHasRowsToAskFor() {
    assertThat(Stream.of(cluster, scope, all).flatMap(world -> world.emptyTables().stream()))
        .isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> everyMethodAnswersAsIfOthersWereNotThere() {
    return Stream.of(Stores.class.getMethods())
        .filter(accessor -> accessor.getParameterCount() == 0)
        .flatMap(
            accessor ->
                Stream.of(accessor.getReturnType().getMethods())
                    .filter(method -> !method.isBridge())
                    .map(
                        method ->
                            DynamicTest.dynamicTest(
                                named(accessor, method), () -> check(accessor, method))));
  }

  private static String named(Method accessor, Method method) {
    return accessor.getName()
        + "."
        + method.getName()
        + Stream.of(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(joining(", ", "(", ")"));
  }

  private static void check(Method accessor, Method method) throws ReflectiveOperationException {
    boolean answered = false;
    List<String> answers = new ArrayList<>();
    for (Asked.Call call : Asked.calls(accessor.getReturnType(), method)) {
      List<Object> arguments = call.arguments(all.stores());
      Set<ClusterArn> clusters = clustersIn(arguments);
      World alone = clusters.isEmpty() ? scope : cluster;

      String expected = answer(accessor, method, call, alone);
      String answer = answer(accessor, method, call, all);

      assertThat(all.changedOfOthers(clusters)).as("changed by %s", arguments).isEmpty();
      assertThat(alone.changedOfOthers(clusters)).as("changed by %s", arguments).isEmpty();
      assertThat(answer).as("answered to %s", arguments).isEqualTo(expected);
      answers.add(answer);
      answered |= !answer.startsWith(REFUSED);
    }
    assertThat(answered)
        .as("a call of %s.%s that is not refused, of %s", accessor.getName(), method, answers)
        .isTrue();
  }

  private static String answer(Method accessor, Method method, Asked.Call call, World world)
      throws ReflectiveOperationException {
    Object store = accessor.invoke(world.stores());
    try {
      return shown(method.invoke(store, call.arguments(world.stores()).toArray()));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof StorageException refused) {
        return REFUSED + withoutVersions(refused.toString());
      }
      throw e;
    }
  }

  /** Tells what is returned, in a text that tells no version and no order. */
  private static String shown(@Nullable Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(ScopesTest::shown).orElse("nothing");
    }
    if (value instanceof Collection<?> values) {
      return values.stream().map(ScopesTest::shown).sorted().toList().toString();
    }
    if (value instanceof Map<?, ?> values) {
      return shown(values.entrySet());
    }
    if (value instanceof Map.Entry<?, ?> entry) {
      return shown(entry.getKey()) + "=" + shown(entry.getValue());
    }
    if (value instanceof Record record) {
      return Parts.of(record.getClass(), Set.of()).stream()
          .map(RecordComponent::getName)
          .map(name -> name + "=" + shown(Parts.read(record, name)))
          .toList()
          .toString();
    }
    return withoutVersions(String.valueOf(value));
  }

  private static String withoutVersions(String text) {
    return text.replaceAll("\\b\\d+-\\d+\\b", "version");
  }

  /** The ARN of what belongs to a cluster says which. */
  private static Set<ClusterArn> clusterOf(Arn arn) {
    try {
      for (Method part : arn.getClass().getMethods()) {
        if (part.getReturnType() == ClusterArn.class && part.getParameterCount() == 0) {
          // Where all such ARNs have it from is not public.
          part.setAccessible(true);
          return Set.of((ClusterArn) part.invoke(arn));
        }
      }
      return Set.of();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(arn + " does not tell its cluster", e);
    }
  }

  /** Returns the clusters that a call names; where there is none, it is about a scope. */
  private static Set<ClusterArn> clustersIn(@Nullable Object value) {
    List<@Nullable Object> within = new ArrayList<>();
    if (value instanceof ClusterArn arn) {
      return Set.of(arn);
    } else if (value instanceof Arn arn) {
      return clusterOf(arn);
    } else if (value instanceof Collection<?> values) {
      within.addAll(values);
    } else if (value instanceof Record record) {
      Parts.of(record.getClass(), Set.of())
          .forEach(part -> within.add(Parts.read(record, part.getName())));
    }
    Set<ClusterArn> found = new HashSet<>();
    within.forEach(each -> found.addAll(clustersIn(each)));
    return found;
  }
}
