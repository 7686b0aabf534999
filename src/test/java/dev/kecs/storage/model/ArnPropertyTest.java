package dev.kecs.storage.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kecs.storage.ecs.ClusterArn;
import dev.kecs.storage.ecs.ServiceArn;
import dev.kecs.storage.ecs.TaskArn;
import dev.kecs.storage.ecs.TaskDefinitionArn;
import dev.kecs.storage.ecs.TaskSetArn;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.store.Resources;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** What holds for the ARNs of all services. */
class ArnPropertyTest {
  private static final List<Class<? extends Arn>> TYPES =
      Resources.withArn().<Class<? extends Arn>>map(each -> each.arn(0).getClass()).toList();

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
    assertThat(TYPES.stream().filter(type -> parsed(type, arn.toString()).isPresent()))
        .isEqualTo(List.of(arn.getClass()));
  }

  @Property
  void anAlteredTextIsRefusedOrAnotherArnWhoseOwnPartsMakeIt(
      @ForAll("arns") Arn arn, @ForAll int place, @ForAll("characters") char character) {
    StringBuilder altered = new StringBuilder(arn.toString());
    altered.setCharAt(Math.floorMod(place, altered.length()), character);
    String text = altered.toString();

    for (Class<? extends Arn> type : TYPES) {
      parsed(type, text).ifPresent(other -> assertThat(remade(other)).hasToString(text));
    }
  }

  /** Makes it by the type's factory of that name, of the parts that it is made of. */
  private static Arn remade(Arn arn) {
    for (Method factory : arn.getClass().getMethods()) {
      if (factory.getName().equals("of") && Modifier.isStatic(factory.getModifiers())) {
        return (Arn)
            call(
                factory,
                null,
                Stream.of(factory.getParameters())
                    .map(part -> part(arn, part.getName()))
                    .toArray());
      }
    }
    throw new AssertionError(arn.getClass() + " has no factory of its parts");
  }

  private static Object part(Arn arn, String name) {
    try {
      Method part = arn.getClass().getMethod(name);
      // Where it may have it from is not public.
      part.setAccessible(true);
      return call(part, arn);
    } catch (NoSuchMethodException e) {
      throw new LinkageError(arn.getClass() + " does not tell its " + name, e);
    }
  }

  /** Returns the ARN that the text is, if it is of that type and stays as it is. */
  private static Optional<Arn> parsed(Class<? extends Arn> type, String text) {
    try {
      Arn arn = (Arn) call(type.getMethod("parse", String.class), null, text);
      return Optional.of(arn).filter(same -> same.toString().equals(text));
    } catch (InvalidValueException e) {
      return Optional.empty();
    } catch (NoSuchMethodException e) {
      throw new LinkageError(type + " cannot be parsed", e);
    }
  }

  private static Object call(Method method, @Nullable Object on, Object... arguments) {
    try {
      return method.invoke(on, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof InvalidValueException refused) {
        throw refused;
      }
      throw new LinkageError(method + " failed", e);
    } catch (IllegalAccessException e) {
      throw new LinkageError(method + " is not public", e);
    }
  }

  @Provide
  Arbitrary<Scope> scopes() {
    return Combinators.combine(
            Arbitraries.strings().numeric().ofLength(12),
            Arbitraries.of(
                "eu-west-1", "us-gov-west-1", "cn-north-1", "ap-southeast-12", "us-isob-east-1"))
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
    Arbitrary<Integer> revisions = Arbitraries.integers().greaterOrEqual(1);
    List<Arbitrary<? extends Arn>> all = new ArrayList<>();
    Resources.withArn()
        .forEach(
            resource ->
                all.add(
                    Combinators.combine(clusters, names())
                        .<Arn>as((in, n) -> resource.arn(in, n))));
    all.add(Combinators.combine(scopes(), names(), revisions).as(TaskDefinitionArn::of));
    return Arbitraries.oneOf(all.stream().map(each -> each.<Arn>map(arn -> arn)).toList());
  }

  @Provide
  Arbitrary<Character> characters() {
    return Arbitraries.chars().with("/:-_0a").ascii().all();
  }
}
