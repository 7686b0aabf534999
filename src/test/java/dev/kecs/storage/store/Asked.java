package dev.kecs.storage.store;

import dev.kecs.storage.ecs.AccountSetting;
import dev.kecs.storage.ecs.AllClusters;
import dev.kecs.storage.ecs.Attribute;
import dev.kecs.storage.ecs.AttributeKey;
import dev.kecs.storage.ecs.Cluster;
import dev.kecs.storage.ecs.ClusterArn;
import dev.kecs.storage.ecs.ContainerInstance;
import dev.kecs.storage.ecs.ContainerInstanceArn;
import dev.kecs.storage.ecs.Service;
import dev.kecs.storage.ecs.ServiceArn;
import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.ecs.TaskArn;
import dev.kecs.storage.ecs.TaskDefinitionArn;
import dev.kecs.storage.ecs.TaskDefinitionContent;
import dev.kecs.storage.ecs.TaskSet;
import dev.kecs.storage.ecs.TaskSetArn;
import dev.kecs.storage.ecs.TaskStatusChange;
import dev.kecs.storage.ecs.TaskStatusChangeBuilder;
import dev.kecs.storage.ecs.Within;
import dev.kecs.storage.model.Arn;
import dev.kecs.storage.model.Scope;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.test.Samples;
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
  private static final TaskDefinitionArn DEFINITION =
      TaskDefinitionArn.of(World.SCOPE, World.NAME, 1);
  private static final TaskArn TASK = TaskArn.of(World.MAIN, World.NAME);
  private static final ServiceArn SERVICE = ServiceArn.of(World.MAIN, World.NAME);

  private static final TaskSetArn TASK_SET = TaskSetArn.of(SERVICE, World.NAME);
  private static final ContainerInstanceArn INSTANCE =
      ContainerInstanceArn.of(World.MAIN, World.NAME);

  private static final Map<Class<?>, List<Value>> VALUES = new HashMap<>();

  static {
    add(Scope.class, World.SCOPE);
    add(Within.class, AllClusters.of(World.SCOPE), World.MAIN);
    add(ClusterArn.class, World.MAIN, ClusterArn.of(World.SCOPE, "empty"));
    add(ServiceArn.class, SERVICE);
    add(TaskArn.class, TASK);
    add(TaskDefinitionArn.class, DEFINITION, TaskDefinitionArn.of(World.SCOPE, "inactive", 1));
    add(TaskSetArn.class, TASK_SET);
    add(ContainerInstanceArn.class, INSTANCE);
    add(Arn.class, World.MAIN, SERVICE, TASK, DEFINITION, TASK_SET, INSTANCE);
    add(Attribute.class, Attribute.of(INSTANCE, World.NAME, "changed"));
    add(AttributeKey.class, AttributeKey.of(INSTANCE, World.NAME));
    add(
        AccountSetting.class,
        new AccountSetting(World.SCOPE, World.NAME, World.NAME, "changed"),
        new AccountSetting(World.SCOPE, AccountSetting.DEFAULT, World.NAME, "changed"));
    add(String.class, World.NAME);
    for (ClusterArn foreign : List.of(World.SECOND, World.OTHER_ACCOUNT, World.OTHER_REGION)) {
      add(
          String.class,
          foreign.toString(),
          ServiceArn.of(foreign, World.NAME).toString(),
          TaskArn.of(foreign, World.NAME).toString(),
          TaskDefinitionArn.of(foreign.scope(), World.NAME, 1).toString());
    }
    add(int.class, 1, 100);
    add(Instant.class, Instant.parse("2999-01-01T00:00:00Z"));
    add(PageRequest.class, PageRequest.first());
    add(UnaryOperator.class, UnaryOperator.identity());
    add(TaskDefinitionContent.class, Samples.content());
    add(
        TaskStatusChange.class,
        TaskStatusChangeBuilder.builder().arn(TASK).lastStatus("SEEN").build());
    VALUES.put(
        Cluster.class,
        List.of(
            stores -> Samples.cluster("new"),
            stores -> stores.clusters().get(World.MAIN).withStatus("CHANGED")));
    VALUES.put(
        Service.class,
        List.of(
            stores -> Samples.service("new"),
            stores -> Samples.service("inactive"),
            stores -> stores.services().get(SERVICE).withDesiredCount(7)));
    VALUES.put(
        Task.class,
        List.of(
            stores -> Samples.task("new", DEFINITION),
            stores -> stores.tasks().get(TASK).withStartedBy("another")));
    VALUES.put(
        TaskSet.class,
        List.of(
            stores -> Samples.taskSet(TaskSetArn.of(SERVICE, "new"), DEFINITION),
            stores -> stores.taskSets().get(TASK_SET).withStartedBy("another")));
    VALUES.put(
        ContainerInstance.class,
        List.of(
            stores -> Samples.containerInstance("new"),
            stores -> Samples.containerInstance("inactive"),
            stores -> stores.containerInstances().get(INSTANCE).withStatusReason("another")));
  }

  private Asked() {}

  /** A value that may have to be read from the stores that are asked. */
  private interface Value extends Function<Stores, Object> {}

  private static void add(Class<?> type, Object... values) {
    List<Value> all = new ArrayList<>(VALUES.getOrDefault(type, List.of()));
    Stream.of(values).<Value>map(value -> stores -> value).forEach(all::add);
    VALUES.put(type, all);
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
        return List.of(stores -> Map.of(World.NAME, "changed"));
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
