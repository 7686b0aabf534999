package dev.kecs.storage.store;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No store, and no method of one, goes without its contract test. */
class EveryStoreIsTestedTest {
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

  private static Set<String> methodsOf(Class<?> store) {
    return Stream.of(store.getMethods())
        .filter(method -> !method.isBridge())
        .map(method -> signature(method.getName(), List.of(method.getParameterTypes())))
        .collect(toCollection(TreeSet::new));
  }

  /**
   * A store whose test would be too long has several, which begin with the name of what it keeps.
   */
  private static Stream<JavaClass> testsOf(Class<?> store) {
    String kept = store.getSimpleName().replaceFirst("Store$", "");
    return new ClassFileImporter()
        .importPackages(store.getPackageName()).stream()
            .filter(type -> type.getSimpleName().matches(kept + "\\w*Test"));
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
