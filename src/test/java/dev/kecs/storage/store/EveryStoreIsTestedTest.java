package dev.kecs.storage.store;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.kecs.storage.ecs.TaskDefinitionFamily;
import dev.kecs.storage.page.Page;
import dev.kecs.storage.transaction.Stores;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No store, no method of one and nothing that it keeps goes without its tests. */
class EveryStoreIsTestedTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPackages("dev.kecs.storage");

  static Stream<Class<?>> stores() {
    return Stream.of(Stores.class.getMethods())
        .filter(accessor -> accessor.getParameterCount() == 0)
        .map(Method::getReturnType);
  }

  @Test
  void everyAccessorReturnsAStore() {
    assertThat(stores())
        .isNotEmpty()
        .allMatch(type -> type.isInterface() && type.getSimpleName().endsWith("Store"));
  }

  @ParameterizedTest
  @MethodSource("stores")
  void everyMethodOfTheStoreIsCalledByItsContractTest(Class<?> store) throws Exception {
    assertThat(Class.forName(store.getName() + "Test")).isNotNull();

    assertThat(methodsOf(store)).isNotEmpty().isSubsetOf(calledOn(store, testsOf(store)));
  }

  @ParameterizedTest
  @MethodSource("stores")
  void theRoundTripsOfEveryMethodAreCounted(Class<?> store) {
    assertThat(methodsOf(store)).isSubsetOf(calledOn(store, named("RoundTripTest")));
  }

  @ParameterizedTest
  @MethodSource("stores")
  void thePlansOfEveryListAreChecked(Class<?> store) {
    assertThat(signatures(listsOf(store))).isSubsetOf(calledOn(store, named("PlanTest")));
  }

  @ParameterizedTest
  @MethodSource("stores")
  void everyPartOfWhatIsKeptIsVaried(Class<?> store) {
    List<String> tests =
        Stream.of(EveryPartTest.class.getDeclaredMethods()).map(Method::getName).toList();

    assertThat(keptBy(store))
        .allSatisfy(kept -> assertThat(tests).anyMatch(test -> test.matches(testOf(kept))));
  }

  private static String testOf(Class<?> kept) {
    return "everyPartOfAn?" + kept.getSimpleName() + "Lasts";
  }

  /** What a store's lists hold, but for what is derived. */
  private static Stream<Class<?>> keptBy(Class<?> store) {
    return listsOf(store)
        .map(list -> (ParameterizedType) list.getGenericReturnType())
        .<Class<?>>map(page -> (Class<?>) page.getActualTypeArguments()[0])
        .filter(Class::isRecord)
        .filter(kept -> kept != TaskDefinitionFamily.class);
  }

  private static Stream<Method> listsOf(Class<?> store) {
    return Stream.of(store.getMethods()).filter(method -> method.getReturnType() == Page.class);
  }

  private static Set<String> methodsOf(Class<?> store) {
    return signatures(Stream.of(store.getMethods()).filter(method -> !method.isBridge()));
  }

  private static Set<String> signatures(Stream<Method> methods) {
    return methods
        .map(method -> signature(method.getName(), List.of(method.getParameterTypes())))
        .collect(toCollection(TreeSet::new));
  }

  private static Stream<JavaClass> named(String test) {
    return CLASSES.stream().filter(type -> type.getSimpleName().matches(test));
  }

  /**
   * A store whose test would be too long has several, which begin with the name of what it keeps.
   */
  private static Stream<JavaClass> testsOf(Class<?> store) {
    return named(store.getSimpleName().replaceFirst("Store$", "") + "\\w*Test")
        .filter(type -> type.getPackageName().equals(store.getPackageName()));
  }

  private static Set<String> calledOn(Class<?> store, Stream<JavaClass> tests) {
    return tests
        .flatMap(
            test ->
                Stream.concat(
                    test.getMethodCallsFromSelf().stream(),
                    test.getMethodReferencesFromSelf().stream()))
        .map(access -> (AccessTarget.CodeUnitAccessTarget) access.getTarget())
        .filter(target -> target.getOwner().isEquivalentTo(store))
        .map(
            target ->
                target.getName()
                    + target.getRawParameterTypes().stream().map(JavaClass::getName).toList())
        .collect(toCollection(TreeSet::new));
  }

  private static String signature(String name, List<Class<?>> parameters) {
    return name + parameters.stream().map(Class::getName).toList();
  }
}
