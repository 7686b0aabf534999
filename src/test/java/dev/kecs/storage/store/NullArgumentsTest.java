package dev.kecs.storage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.kecs.storage.Storage;
import dev.kecs.storage.config.StorageConfig;
import dev.kecs.storage.config.StorageConfigBuilder;
import dev.kecs.storage.ecs.ClusterStore;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.resource.Parts;
import dev.kecs.storage.transaction.Stores;
import dev.kecs.storage.transaction.Transaction;
import dev.kecs.storage.transaction.TransactionOptions;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/**
 * A null that is not declared {@link Nullable} is refused in one way everywhere: by name, and
 * before anything is done. Methods and parts are found by reflection.
 */
class NullArgumentsTest {
  private static World world;

  @BeforeAll
  static void makeWorld() {
    world = World.of(World.MAIN);
  }

  @AfterAll
  static void closeWorld() {
    world.close();
  }

  @TestFactory
  Stream<DynamicTest> everyMethodOfAStoreRefusesThem() {
    return accessors()
        .flatMap(
            accessor ->
                Stream.of(accessor.getReturnType().getMethods())
                    .filter(NullArgumentsTest::isAsked)
                    .map(method -> named(method, () -> checkStore(accessor, method))));
  }

  private static Stream<Method> accessors() {
    return Stream.of(Stores.class.getMethods())
        .filter(accessor -> accessor.getParameterCount() == 0);
  }

  private static void checkStore(Method accessor, Method method) throws Exception {
    List<String> rows = world.rows();
    List<Object> arguments = arguments(accessor, method);

    assertRefusesNulls(accessor.invoke(world.stores()), method, arguments);
    world
        .stores()
        .inTransaction(
            unit -> {
              assertRefusesNulls(unit.store(accessor.getReturnType()), method, arguments);
              return unit.clusters().get(World.MAIN);
            });

    assertThat(world.rows()).isEqualTo(rows);
  }

  @Test
  void whatIsDeclaredNullableIsTaken() {
    assertThat(world.stores().tasks().findByPod(World.MAIN, null, "none")).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> everyRecordThatIsGivenToAStoreRefusesThem() {
    return accessors()
        .flatMap(
            accessor ->
                Stream.of(accessor.getReturnType().getMethods())
                    .filter(NullArgumentsTest::isAsked)
                    .flatMap(method -> arguments(accessor, method).stream()))
        .flatMap(
            value -> value instanceof Collection<?> values ? values.stream() : Stream.of(value))
        .filter(Record.class::isInstance)
        .map(Record.class::cast)
        .distinct()
        .map(record -> DynamicTest.dynamicTest(record.toString(), () -> checkParts(record)));
  }

  private static void checkParts(Record record) {
    for (RecordComponent part : record.getClass().getRecordComponents()) {
      if (isRequired(part.getType(), part.getAnnotatedType())) {
        Map<String, @Nullable Object> without = new HashMap<>();
        without.put(part.getName(), null);
        assertThat(catchThrowable(() -> Parts.with(record, without)))
            .as("%s", part)
            .rootCause()
            .isExactlyInstanceOf(InvalidValueException.class)
            .hasMessageContaining("is required");
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> everyMethodOfAStorageAndOfAUnitOfWorkRefusesThem() {
    Map<Class<?>, Object> values =
        Map.of(
            Class.class,
            ClusterStore.class,
            Function.class,
            Function.identity(),
            TransactionOptions.class,
            TransactionOptions.DEFAULT,
            StorageConfig.class,
            StorageConfig.builder().build(),
            Connection.class,
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Connection.class},
                (connection, asked, arguments) -> null),
            String.class,
            "role");
    return Stream.<Class<?>>of(Storage.class, Transaction.class)
        .flatMap(
            type ->
                Stream.of(type.getMethods())
                    .filter(NullArgumentsTest::isAsked)
                    .map(
                        method ->
                            named(
                                method,
                                () -> {
                                  Storage storage = StorageExtension.storage();
                                  try (Transaction begun = storage.begin()) {
                                    Stores target = type == Storage.class ? storage : begun;
                                    assertRefusesNulls(
                                        target,
                                        method,
                                        Stream.of(method.getParameterTypes())
                                            .map(values::get)
                                            .map(Objects::requireNonNull)
                                            .toList());
                                  }
                                })));
  }

  @TestFactory
  Stream<DynamicTest> everySetterOfTheConfigurationRefusesThem() {
    return Stream.of(StorageConfigBuilder.class.getMethods())
        .filter(NullArgumentsTest::isAsked)
        .map(
            method ->
                named(
                    method,
                    () -> assertRefusesNulls(StorageConfig.builder(), method, List.of(""))));
  }

  @TestFactory
  Stream<DynamicTest> everyFactoryOfAValueRefusesThem() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.kecs.storage.model", "dev.kecs.storage.ecs")
            .stream()
            .map(JavaClass::reflect)
            .filter(
                type -> Modifier.isPublic(type.getModifiers()) && type.getEnclosingClass() == null)
            .filter(type -> !type.getSimpleName().endsWith("Builder"))
            .flatMap(type -> Stream.of(type.getDeclaredMethods()))
            .filter(method -> Modifier.isStatic(method.getModifiers()) && isAsked(method))
            .filter(method -> !Throwable.class.isAssignableFrom(method.getReturnType()))
            .map(
                method ->
                    named(
                        method,
                        () ->
                            assertRefusesNulls(
                                null,
                                method,
                                Asked.calls(method.getDeclaringClass(), method)
                                    .get(0)
                                    .arguments(world.stores()))));
  }

  private static DynamicTest named(Method method, Executable test) {
    return DynamicTest.dynamicTest(
        method.getDeclaringClass().getSimpleName() + ": " + method.toGenericString(), test);
  }

  private static List<Object> arguments(Method accessor, Method method) {
    return Asked.calls(accessor.getReturnType(), method).get(0).arguments(world.stores());
  }

  private static boolean isAsked(Method method) {
    return Modifier.isPublic(method.getModifiers())
        && method.getDeclaringClass() != Object.class
        && !method.isBridge()
        && !method.isSynthetic()
        && IntStream.range(0, method.getParameterCount()).anyMatch(i -> isRequired(method, i));
  }

  private static boolean isRequired(Method method, int parameter) {
    return !method.getParameterTypes()[parameter].isPrimitive()
        && !method.getAnnotatedParameterTypes()[parameter].isAnnotationPresent(Nullable.class);
  }

  /** In a record a collection that is not given is an empty one. */
  private static boolean isRequired(Class<?> type, AnnotatedType annotated) {
    return !type.isPrimitive()
        && !Collection.class.isAssignableFrom(type)
        && !Map.class.isAssignableFrom(type)
        && !annotated.isAnnotationPresent(Nullable.class);
  }

  /**
   * Puts null in the place of each argument, one at a time, and into those that are collections.
   */
  private static void assertRefusesNulls(
      @Nullable Object target, Method method, List<Object> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      if (!isRequired(method, i)) {
        continue;
      }
      for (Object wrong : wrong(arguments.get(i))) {
        List<@Nullable Object> call = new ArrayList<>(arguments);
        call.set(i, wrong);
        Throwable refused = catchThrowable(() -> method.invoke(target, call.toArray()));

        assertThat(refused).as("%s", call).isInstanceOf(InvocationTargetException.class);
        assertThat(refused.getCause())
            .as("%s", call)
            .isExactlyInstanceOf(InvalidValueException.class)
            .satisfies(e -> assertThat(e.getMessage()).matches(".*(is required|holds null)"));
      }
    }
  }

  private static List<@Nullable Object> wrong(Object argument) {
    List<@Nullable Object> wrong = new ArrayList<>();
    wrong.add(null);
    if (argument instanceof Map<?, ?>) {
      wrong.add(Collections.singletonMap(null, ""));
      wrong.add(Collections.singletonMap("key", null));
    } else if (argument instanceof Set<?>) {
      wrong.add(Collections.singleton(null));
    } else if (argument instanceof Collection<?> values) {
      List<@Nullable Object> last = new ArrayList<>(values);
      last.add(null);
      wrong.add(last);
    }
    return wrong;
  }
}
