package dev.kecs.storage.store;

import dev.kecs.storage.ecs.ClusterArn;
import dev.kecs.storage.model.Arn;
import dev.kecs.storage.model.Scope;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.test.Samples;
import dev.kecs.storage.test.resource.ArnResource;
import dev.kecs.storage.test.resource.KeptResource;
import dev.kecs.storage.transaction.Stores;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Arguments for any method of any store, by type, that ask for what is in {@link World#MAIN}. */
final class Asked {
  private static final Map<Class<?>, List<Value>> VALUES = new HashMap<>();

  static {
    add(Scope.class, Samples.SCOPE);
    add(String.class, Samples.NAME);
    add(int.class, 1, 100);
    add(Instant.class, Instant.parse("2999-01-01T00:00:00Z"));
    add(PageRequest.class, PageRequest.first());
    add(UnaryOperator.class, UnaryOperator.identity());
    Resources.withArn().forEach(Asked::addArns);
    Resources.kept().forEach(Asked::addRecords);
    Resources.all()
        .forEach(
            resource ->
                resource.askedWith().forEach((type, values) -> add(type, values.toArray())));
  }

  private Asked() {}

  /** A value that may have to be read from the stores that are asked. */
  private interface Value extends Function<Stores, Object> {}

  private static void add(Class<?> type, Object... values) {
    List<Value> all = new ArrayList<>(VALUES.getOrDefault(type, List.of()));
    Stream.of(values).<Value>map(value -> stores -> value).forEach(all::add);
    VALUES.put(type, all);
  }

  /** The ARN, and texts that are those of others. */
  private static void addArns(ArnResource<?, ?, ?> resource) {
    Arn arn = resource.arn(World.MAIN, Samples.NAME);
    add(arn.getClass(), arn);
    add(Arn.class, arn);
    for (ClusterArn foreign : List.of(World.SECOND, World.OTHER_ACCOUNT, World.OTHER_REGION)) {
      add(String.class, resource.arn(foreign, Samples.NAME).toString());
    }
  }

  /** Two new ones, of which one may take the place of what is inactive, and a changed one. */
  private static <S extends ArnStore<K, T>, K extends Arn, T extends Record> void addRecords(
      KeptResource<S, K, T> resource) {
    T anew = resource.sample(1);
    VALUES.put(
        anew.getClass(),
        List.of(
            stores -> anew,
            stores -> resource.sample(resource.arn(World.MAIN, "inactive")),
            stores ->
                resource.changed(resource.in(stores).get(resource.arn(World.MAIN, Samples.NAME)))));
  }

  /** Arguments of one call. */
  static final class Call {
    private final List<Value> values;

    private Call(List<Value> values) {
      this.values = values;
    }

    List<Object> arguments(Stores stores) {
      return values.stream().map(value -> value.apply(stores)).toList();
    }
  }

  /**
   * Returns calls of a store's method: one with the first value of each parameter, and for each
   * other value of one parameter one with that.
   */
  static List<Call> calls(Class<?> store, Method method) {
    return varied(
            Arrays.stream(method.getGenericParameterTypes())
                .map(type -> values(resolved(type, store)))
                .toList())
        .map(Call::new)
        .toList();
  }

  private static Stream<List<Value>> varied(List<List<Value>> values) {
    List<Value> first = values.stream().map(all -> all.get(0)).toList();
    Stream.Builder<List<Value>> varied = Stream.builder();
    varied.add(first);
    for (int i = 0; i < first.size(); i++) {
      for (Value other : values.get(i).subList(1, values.get(i).size())) {
        List<Value> call = new ArrayList<>(first);
        call.set(i, other);
        varied.add(call);
      }
    }
    return varied.build();
  }

  private static List<Value> values(Type type) {
    if (type instanceof Class<?> simple) {
      if (simple.getSimpleName().endsWith("Query")) {
        return queries(simple);
      }
      if (VALUES.containsKey(simple)) {
        return VALUES.get(simple);
      }
    } else if (type instanceof ParameterizedType generic) {
      Class<?> raw = (Class<?>) generic.getRawType();
      if (raw == Map.class) {
        return List.of(stores -> Map.of(Samples.NAME, "changed"));
      }
      if (Collection.class.isAssignableFrom(raw)) {
        return values(generic.getActualTypeArguments()[0]).stream()
            .<Value>map(each -> stores -> List.of(each.apply(stores)))
            .toList();
      }
      return values(raw);
    }
    throw new AssertionError("there is no value to ask with of " + type);
  }

  /** The queries that the type's own factories make. */
  private static List<Value> queries(Class<?> query) {
    return Stream.of(query.getDeclaredMethods())
        .filter(factory -> Modifier.isStatic(factory.getModifiers()))
        .filter(factory -> Modifier.isPublic(factory.getModifiers()))
        .filter(factory -> factory.getReturnType() == query)
        .flatMap(
            factory ->
                calls(query, factory).stream().<Value>map(call -> stores -> made(factory, call)))
        .toList();
  }

  private static Object made(Method factory, Call call) {
    try {
      return factory.invoke(null, call.values.stream().map(value -> value.apply(null)).toArray());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(factory + " refuses its arguments", e);
    }
  }

  /** Replaces the variables of a store's super-interfaces by what the store says they are. */
  private static Type resolved(Type type, Class<?> store) {
    if (type instanceof TypeVariable<?> variable) {
      return variables(store).get(variable);
    }
    if (type instanceof ParameterizedType generic
        && generic.getActualTypeArguments()[0] instanceof TypeVariable<?> variable) {
      return new Of((Class<?>) generic.getRawType(), variables(store).get(variable));
    }
    return type;
  }

  private static Map<TypeVariable<?>, Type> variables(Class<?> store) {
    Map<TypeVariable<?>, Type> variables = new HashMap<>();
    for (Type parent : store.getGenericInterfaces()) {
      if (parent instanceof ParameterizedType generic) {
        Class<?> raw = (Class<?>) generic.getRawType();
        for (int i = 0; i < raw.getTypeParameters().length; i++) {
          variables.put(raw.getTypeParameters()[i], generic.getActualTypeArguments()[i]);
        }
        Map<TypeVariable<?>, Type> above = variables(raw);
        above.replaceAll(
            (variable, value) -> value instanceof TypeVariable<?> v ? variables.get(v) : value);
        variables.putAll(above);
      }
    }
    return variables;
  }

  /** A generic type of one argument. */
  private record Of(Class<?> raw, Type argument) implements ParameterizedType {
    @Override
    public Type[] getActualTypeArguments() {
      return new Type[] {argument};
    }

    @Override
    public Type getRawType() {
      return raw;
    }

    @Override
    public Type getOwnerType() {
      return null;
    }
  }
}
