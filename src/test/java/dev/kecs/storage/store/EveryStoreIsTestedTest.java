package dev.kecs.storage.store;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.kecs.storage.internal.jooq.Kecs;
import dev.kecs.storage.page.Page;
import dev.kecs.storage.test.resource.AnyList;
import dev.kecs.storage.test.resource.ArnResource;
import dev.kecs.storage.test.resource.BulkDeletion;
import dev.kecs.storage.test.resource.KeptResource;
import dev.kecs.storage.test.resource.Plan;
import dev.kecs.storage.test.resource.Resource;
import dev.kecs.storage.test.resource.Table;
import dev.kecs.storage.test.resource.Ways;
import dev.kecs.storage.transaction.Stores;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jooq.Named;
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
  void theStoreHasADescriptorOfItsKind(Class<?> store) {
    assertThat(Resources.of(store))
        .isInstanceOf(ArnLookup.class.isAssignableFrom(store) ? ArnResource.class : Resource.class)
        .isInstanceOf(ArnStore.class.isAssignableFrom(store) ? KeptResource.class : Resource.class);
  }

  @Test
  void noDescriptorIsOfAnythingElse() {
    assertThat(Resources.all().map(Resource::store))
        .doesNotHaveDuplicates()
        .allMatch(type -> stores().anyMatch(store -> store == type));
  }

  @ParameterizedTest
  @MethodSource("stores")
  void pagesOfEveryListAreWalked(Class<?> store) {
    Resource<?> resource = Resources.of(store);

    assertThat(resource.lists().map(AnyList::method).distinct())
        .containsExactlyInAnyOrderElementsOf(names(resource, listsOf(store)));
  }

  @ParameterizedTest
  @MethodSource("stores")
  void thePlansOfEveryListAreChecked(Class<?> store) {
    Resource<?> resource = Resources.of(store);

    assertThat(resource.plans().map(Plan::method).distinct())
        .containsExactlyInAnyOrderElementsOf(names(resource, listsOf(store)));
  }

  @ParameterizedTest
  @MethodSource("stores")
  void everyPartOfWhatIsKeptIsVaried(Class<?> store) {
    Resource<?> resource = Resources.of(store);
    Stream<Class<?>> varied =
        Stream.concat(resource.ways().stream().map(Ways::type), resource.derived().stream());

    assertThat(varied).containsExactlyInAnyOrderElementsOf(listedBy(store).toList());
  }

  @ParameterizedTest
  @MethodSource("stores")
  void everyBulkDeletionKeepsToItsLimit(Class<?> store) {
    Resource<?> resource = Resources.of(store);

    assertThat(resource.bulkDeletions().stream().map(BulkDeletion::method))
        .containsExactlyInAnyOrderElementsOf(names(resource, bulkDeletionsOf(store)));
  }

  @Test
  void everyTableIsOfOneStore() {
    assertThat(Resources.all().flatMap(resource -> resource.tables().stream()).map(Table::name))
        .containsExactlyInAnyOrderElementsOf(
            Kecs.KECS.getTables().stream().map(Named::getName).toList());
  }

  private static List<String> names(Resource<?> resource, Stream<Method> methods) {
    return methods.map(method -> resource + "." + method.getName()).toList();
  }

  private static Stream<Class<?>> listedBy(Class<?> store) {
    return listsOf(store)
        .map(list -> (ParameterizedType) list.getGenericReturnType())
        .<Class<?>>map(page -> (Class<?>) page.getActualTypeArguments()[0])
        .filter(Class::isRecord);
  }

  /** They take a number, and return one. */
  private static Stream<Method> bulkDeletionsOf(Class<?> store) {
    return Stream.of(store.getMethods())
        .filter(method -> method.getReturnType() == int.class)
        .filter(method -> List.of(method.getParameterTypes()).contains(int.class));
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
