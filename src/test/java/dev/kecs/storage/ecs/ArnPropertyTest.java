package dev.kecs.storage.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.model.Arn;
import dev.kecs.storage.model.Scope;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ArnPropertyTest {
  private static final List<Function<String, Arn>> PARSERS =
      List.of(
          ClusterArn::parse,
          ServiceArn::parse,
          TaskArn::parse,
          ContainerInstanceArn::parse,
          TaskSetArn::parse,
          TaskDefinitionArn::parse);

  @Property
  void thePartsOfAnArnAreThoseItWasMadeOf(
      @ForAll("scopes") Scope scope,
      @ForAll("names") String name,
      @ForAll("names") String id,
      @ForAll @IntRange(min = 1) int revision) {
    ClusterArn cluster = ClusterArn.parse(ClusterArn.of(scope, name).toString());
    ServiceArn service = ServiceArn.parse(ServiceArn.of(cluster, id).toString());
    TaskArn task = TaskArn.parse(TaskArn.of(cluster, id).toString());
    TaskSetArn taskSet = TaskSetArn.parse(TaskSetArn.of(service, name).toString());
    TaskDefinitionArn definition =
        TaskDefinitionArn.parse(TaskDefinitionArn.of(scope, name, revision).toString());

    assertThat(List.of(cluster, service, task, taskSet, definition))
        .extracting(Arn::scope)
        .containsOnly(scope);
    assertThat(cluster.name()).isEqualTo(name);
    assertThat(cluster.toString()).startsWith(scope.arnPrefix("ecs"));
    assertThat(service.cluster()).isEqualTo(cluster);
    assertThat(service.name()).isEqualTo(id);
    assertThat(task.cluster()).isEqualTo(cluster);
    assertThat(task.id()).isEqualTo(id);
    assertThat(taskSet.service()).isEqualTo(service);
    assertThat(taskSet.id()).isEqualTo(name);
    assertThat(definition.family()).isEqualTo(name);
    assertThat(definition.revision()).isEqualTo(revision);
  }

  @Property
  void aTextIsAnArnOfOneTypeAtMost(@ForAll("arns") Arn arn) {
    assertThat(PARSERS.stream().filter(parser -> accepts(parser, arn.toString()))).hasSize(1);
  }

  @Property
  void anAlteredTextIsRefusedOrAnotherArnWhoseOwnPartsMakeIt(
      @ForAll("arns") Arn arn, @ForAll int place, @ForAll("characters") char character) {
    StringBuilder altered = new StringBuilder(arn.toString());
    altered.setCharAt(Math.floorMod(place, altered.length()), character);
    String text = altered.toString();

    for (Function<String, Arn> parser : PARSERS) {
      if (accepts(parser, text)) {
        assertThat(remade(parser.apply(text))).hasToString(text);
      }
    }
  }

  private static Arn remade(Arn arn) {
    if (arn instanceof ClusterArn cluster) {
      return ClusterArn.of(cluster.scope(), cluster.name());
    } else if (arn instanceof ServiceArn service) {
      return ServiceArn.of(service.cluster(), service.name());
    } else if (arn instanceof TaskArn task) {
      return TaskArn.of(task.cluster(), task.id());
    } else if (arn instanceof ContainerInstanceArn instance) {
      return ContainerInstanceArn.of(instance.cluster(), instance.id());
    } else if (arn instanceof TaskSetArn taskSet) {
      return TaskSetArn.of(taskSet.service(), taskSet.id());
    } else if (arn instanceof TaskDefinitionArn definition) {
      return TaskDefinitionArn.of(definition.scope(), definition.family(), definition.revision());
    }
    throw new AssertionError(arn);
  }

  private static boolean accepts(Function<String, Arn> parser, String text) {
    try {
      return parser.apply(text).toString().equals(text);
    } catch (InvalidValueException e) {
      return false;
    }
  }

  @Provide
  Arbitrary<Scope> scopes() {
    return Combinators.combine(
            Arbitraries.strings().numeric().ofLength(12),
            Arbitraries.of("eu-west-1", "us-gov-west-1", "cn-north-1", "ap-southeast-12"))
        .as(Scope::new);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings()
        .withCharRange('a', 'z')
        .withCharRange('A', 'Z')
        .numeric()
        .withChars("-_")
        .ofMinLength(1)
        .ofMaxLength(255);
  }

  @Provide
  Arbitrary<Arn> arns() {
    Arbitrary<ClusterArn> clusters = Combinators.combine(scopes(), names()).as(ClusterArn::of);
    Arbitrary<ServiceArn> services = Combinators.combine(clusters, names()).as(ServiceArn::of);
    Arbitrary<Integer> revisions = Arbitraries.integers().greaterOrEqual(1);
    return Arbitraries.oneOf(
        clusters,
        services,
        Combinators.combine(clusters, names()).as(TaskArn::of),
        Combinators.combine(clusters, names()).as(ContainerInstanceArn::of),
        Combinators.combine(services, names()).as(TaskSetArn::of),
        Combinators.combine(scopes(), names(), revisions).as(TaskDefinitionArn::of));
  }

  @Provide
  Arbitrary<Character> characters() {
    return Arbitraries.chars().with("/:-_0a").ascii().all();
  }
}
