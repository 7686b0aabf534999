package dev.kecs.storage;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
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

  /**
   * Every package, with those it may use; a package's own subpackages are part of it. The root,
   * where Storage is, has the empty name.
   */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("error", Set.of()),
          Map.entry("model", Set.of("error")),
          Map.entry("page", Set.of("model", "error")),
          Map.entry("store", Set.of("page", "model", "error")),
          Map.entry("internal.sql", Set.of("store", "page", "model", "error")),
          Map.entry("internal.jooq", Set.of("internal.sql", "store", "page", "model", "error")),
          Map.entry(
              "internal.pg",
              Set.of("internal.jooq", "internal.sql", "store", "page", "model", "error")),
          Map.entry("config", Set.of("model", "error")),
          Map.entry(
              "internal.migrate",
              Set.of("internal.jooq", "internal.sql", "store", "page", "model", "error")),
          Map.entry("embedded", Set.of("model", "error")),
          Map.entry(
              "",
              Set.of(
                  "config",
                  "embedded",
                  "internal.migrate",
                  "internal.pg",
                  "internal.jooq",
                  "internal.sql",
                  "store",
                  "page",
                  "model",
                  "error")),
          Map.entry(
              "cli",
              Set.of(
                  "",
                  "config",
                  "embedded",
                  "internal.migrate",
                  "internal.pg",
                  "internal.jooq",
                  "internal.sql",
                  "store",
                  "page",
                  "model",
                  "error")));

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
                        ROOT + ".internal.."))));
  }

  @Test
  void theVocabularyUsesNothingButTheJdk() {
    check(
        classes()
            .that(areIn("error").or(areIn("page")).or(areIn("store")))
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage("java..", "javax..", "org.jspecify..", ROOT + "..")));
    check(
        classes()
            .that(areIn("model").and(not(isPartOf(ROOT + ".model.Json"))))
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
                        .that(not(areIn(rooms::contains, "are in " + rooms)))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(library)));
  }

  @Test
  void storesAreMadeByOneFactoryAndKnownByTheirInterfaces() {
    check(
        classes()
            .that(areIn("internal.pg"))
            .and()
            .haveSimpleNameStartingWith("Pg")
            .and()
            .haveSimpleNameEndingWith("Store")
            .should()
            .bePackagePrivate());
    Set<String> factories =
        CLASSES.stream()
            .filter(areIn("internal.pg"))
            .filter(type -> type.isTopLevelClass() && isVisible(type))
            .map(JavaClass::getName)
            .collect(toSet());
    assertThat(factories).hasSizeLessThanOrEqualTo(1);
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
        .findFirst();
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
