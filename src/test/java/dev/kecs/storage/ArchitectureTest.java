package dev.kecs.storage;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.sql.Connection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds each package to its room: what it may use, what it may show. */
class ArchitectureTest {
  private static final String ROOT = "dev.kecs.storage";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  /** A service has a room, and one where its stores are: found, so that a new one is held too. */
  private static final Set<String> SERVICES =
      CLASSES.stream()
          .map(JavaClass::getPackageName)
          .filter(name -> name.startsWith(ROOT + ".internal.pg."))
          .map(name -> name.substring((ROOT + ".internal.pg.").length()))
          .collect(toSet());

  /**
   * Every package, with those it may use; a package's own subpackages are part of it, unless they
   * are named themselves. The root, where Storage is, has the empty name.
   */
  private static final Map<String, Set<String>> MAY_USE = mayUse();

  private static Map<String, Set<String>> mayUse() {
    Set<String> values = Set.of("model", "internal.check", "error");
    Set<String> shared = and(values, "store", "page");
    Set<String> sql =
        Set.of(
            "internal.sql.type", "internal.sql.statement", "internal.sql.run", "internal.sql.arn");
    Map<String, Set<String>> mayUse = new HashMap<>();
    mayUse.put("error", Set.of());
    mayUse.put("internal.check", Set.of("error"));
    mayUse.put("model", Set.of("internal.check", "error"));
    mayUse.put("page", values);
    mayUse.put("store", and(values, "page"));
    mayUse.put("transaction", and(shared, SERVICES));
    mayUse.put("internal.sql.type", values);
    mayUse.put("internal.sql.statement", and(values, "internal.sql.type", "page"));
    mayUse.put(
        "internal.sql.run",
        and(values, "internal.sql.type", "internal.sql.statement", "page", "transaction"));
    mayUse.put(
        "internal.sql.arn",
        and(shared, "internal.sql.type", "internal.sql.statement", "internal.sql.run"));
    mayUse.put(
        "internal.jooq", and(and(values, "internal.sql.type", "internal.sql.arn"), SERVICES));
    for (String service : SERVICES) {
      mayUse.put(service, shared);
      mayUse.put("internal.pg." + service, and(and(shared, sql), service, "internal.jooq"));
    }
    mayUse.put(
        "internal.pg",
        and(
            and(and(shared, sql), SERVICES.stream().map(s -> "internal.pg." + s).collect(toSet())),
            "internal.jooq",
            "transaction"));
    mayUse.put("config", values);
    mayUse.put("embedded", values);
    mayUse.put("internal.migrate", and(and(values, sql), "internal.jooq"));
    Set<String> root =
        and(
            and(shared, sql),
            "config",
            "embedded",
            "internal.migrate",
            "internal.pg",
            "internal.jooq",
            "transaction");
    mayUse.put("", root);
    mayUse.put("cli", and(root, ""));
    return Map.copyOf(mayUse);
  }

  private static Set<String> and(Set<String> some, String... more) {
    return and(some, Set.of(more));
  }

  private static Set<String> and(Set<String> some, Set<String> more) {
    Set<String> all = new HashSet<>(some);
    all.addAll(more);
    return Set.copyOf(all);
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }

  @Test
  void dependenciesPointOneWay() {
    MAY_USE.forEach(
        (user, used) ->
            check(
                noClasses()
                    .that(areIn(user))
                    .should()
                    .dependOnClassesThat(
                        describe(
                            "are in another package than " + used,
                            type ->
                                room(type)
                                    .filter(r -> !r.equals(user) && !used.contains(r))
                                    .isPresent()))));
  }

  @Test
  void aServiceHasARoomAndNoOtherUsesIt() {
    assertThat(SERVICES).contains("ecs");
    SERVICES.forEach(
        service -> {
          assertThat(CLASSES.stream().filter(areIn(service))).as(service).isNotEmpty();
          assertThat(MAY_USE.keySet().stream().filter(room -> MAY_USE.get(room).contains(service)))
              .as("what may use " + service)
              .containsExactlyInAnyOrder("transaction", "internal.jooq", "internal.pg." + service);
        });
  }

  @Test
  void everyPackageIsKnown() {
    check(
        classes()
            .should()
            .resideInAnyPackage(
                MAY_USE.keySet().stream()
                    .map(name -> name.isEmpty() ? ROOT : ROOT + "." + name + "..")
                    .toArray(String[]::new)));
  }

  @Test
  void noPackagesUseEachOtherInACircle() {
    check(slices().assignedFrom(new Rooms()).should().beFreeOfCycles());
  }

  @Test
  void whatAHostSeesShowsNoLibraryUnderneath() {
    check(
        classes()
            .that(resideOutsideOfPackages(ROOT + ".internal.."))
            .and(describe("a host can see", ArchitectureTest::isVisible))
            .should(
                showNo(
                    resideInAnyPackage(
                            "org.jooq..",
                            "java.sql..",
                            "org.postgresql..",
                            "org.flywaydb..",
                            "com.zaxxer..",
                            "com.fasterxml..",
                            ROOT + ".internal..")
                        // A host gives its connection to Storage.on.
                        .and(not(equivalentTo(Connection.class))))));
  }

  @Test
  void theVocabularyUsesNothingButTheJdk() {
    check(
        classes()
            .that(areIn("error").or(areIn("page")).or(areIn("store")).or(areIn("transaction")))
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage("java..", "javax..", "org.jspecify..", ROOT + "..")));
    check(
        classes()
            .that(
                areIn("model")
                    .or(areIn(SERVICES::contains, "are of a service"))
                    .and(not(isPartOf(ROOT + ".model.Json"))))
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(
                    "java..",
                    "javax..",
                    "org.jspecify..",
                    "io.soabase.recordbuilder..",
                    ROOT + "..")));
  }

  @Test
  void eachLibraryIsUsedInItsRoom() {
    Map.of(
            "org.jooq..",
                List.of("internal.pg", "internal.jooq", "internal.sql", "internal.migrate"),
            "org.flywaydb..", List.of("internal.migrate"),
            "io.zonky..", List.of("embedded"),
            "picocli..", List.of("cli"))
        .forEach(
            (library, rooms) ->
                check(
                    noClasses()
                        .that(not(areIn(room -> isIn(room, rooms), "are in " + rooms)))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(library)));
  }

  @Test
  void storesAreMadeByOneFactoryAndKnownByTheirInterfaces() {
    check(
        classes()
            .that(areIn(room -> isIn(room, List.of("internal.pg")), "are in internal.pg"))
            .and()
            .haveSimpleNameStartingWith("Pg")
            .and()
            .haveSimpleNameEndingWith("Store")
            .should()
            .bePackagePrivate());
    Map<String, List<String>> factories =
        CLASSES.stream()
            .filter(areIn(room -> isIn(room, List.of("internal.pg")), "are in internal.pg"))
            .filter(type -> type.isTopLevelClass() && isVisible(type))
            .collect(groupingBy(JavaClass::getPackageName, mapping(JavaClass::getName, toList())));
    assertThat(factories.values()).allSatisfy(visible -> assertThat(visible).hasSize(1));
  }

  @Test
  void namesSayWhatAThingIs() {
    check(
        noClasses()
            .that(not(areIn("internal.jooq")))
            .should()
            .haveNameMatching(
                ".*[.$]((Base|Abstract)[A-Z]\\w*|\\w*(Impl|Manager|Helper|Utils?|Base))"));
  }

  private static Optional<String> room(JavaClass type) {
    String name = type.getBaseComponentType().getPackageName();
    if (name.equals(ROOT)) {
      return Optional.of("");
    }
    return MAY_USE.keySet().stream()
        .filter(room -> !room.isEmpty())
        .filter(room -> (name + ".").startsWith(ROOT + "." + room + "."))
        .max(comparingInt(String::length));
  }

  private static boolean isIn(String room, List<String> rooms) {
    return rooms.stream().anyMatch(outer -> (room + ".").startsWith(outer + "."));
  }

  private static DescribedPredicate<JavaClass> areIn(String room) {
    return areIn(room::equals, "are in " + ROOT + (room.isEmpty() ? "" : "." + room));
  }

  private static DescribedPredicate<JavaClass> areIn(Predicate<String> rooms, String description) {
    return describe(description, type -> room(type).filter(rooms).isPresent());
  }

  private static DescribedPredicate<JavaClass> isPartOf(String outermost) {
    return describe(
        "are part of " + outermost,
        type -> type.getName().equals(outermost) || type.getName().startsWith(outermost + "$"));
  }

  private static boolean isVisible(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(ArchitectureTest::isVisible).orElse(true);
  }

  private static ArchCondition<JavaClass> showNo(DescribedPredicate<JavaClass> hidden) {
    return new ArchCondition<>("show no types that " + hidden.getDescription()) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        Stream<Signature> own =
            Stream.of(
                new Signature(
                    type.getDescription(),
                    Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream())));
        Stream<Signature> members =
            type.getMembers().stream()
                .filter(ArchitectureTest::isVisible)
                .map(member -> new Signature(member.getDescription(), types(member)));
        Stream.concat(own, members)
            .forEach(
                signature ->
                    signature
                        .types()
                        .flatMap(shown -> shown.getAllInvolvedRawTypes().stream())
                        .filter(hidden)
                        .forEach(
                            shown ->
                                events.add(
                                    SimpleConditionEvent.violated(
                                        type, signature.of() + " shows " + shown.getName()))));
      }
    };
  }

  private record Signature(String of, Stream<JavaType> types) {}

  private static boolean isVisible(JavaMember member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC)
        || member.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static Stream<JavaType> types(JavaMember member) {
    if (member instanceof JavaField field) {
      return Stream.of(field.getType());
    }
    JavaCodeUnit code = (JavaCodeUnit) member;
    return Stream.of(
            code.getParameterTypes().stream(),
            Stream.of(code.getReturnType()),
            code.getThrowsClause().getTypes().stream())
        .flatMap(types -> types);
  }

  /** Each package of the table with its subpackages, generated ones among them, as one. */
  private static final class Rooms implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return room(type).map(SliceIdentifier::of).orElseGet(SliceIdentifier::ignore);
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }
}
