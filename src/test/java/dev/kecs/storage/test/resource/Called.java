package dev.kecs.storage.test.resource;

import dev.kecs.storage.transaction.Stores;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Stores that note which of their methods are called. */
public final class Called implements Stores {
  private final Stores stores;
  private final Map<Class<?>, Set<Method>> methods = new HashMap<>();

  /** Passes calls on to these. */
  public Called(Stores stores) {
    this.stores = stores;
  }

  @Override
  public <S> S store(Class<S> type) {
    S store = stores.store(type);
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              methods.computeIfAbsent(type, first -> new HashSet<>()).add(method);
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  @Override
  public <R> R inTransaction(Function<? super Stores, ? extends R> work) {
    return stores.inTransaction(work);
  }

  /** Returns what was called, such as {@code tasks.list}. */
  public List<String> names() {
    return methods.entrySet().stream()
        .flatMap(
            store ->
                store.getValue().stream()
                    .map(method -> name(store.getKey()) + "." + method.getName()))
        .toList();
  }

  /** Returns a store's name, as {@link Stores} has it. */
  static String name(Class<?> store) {
    return Stream.of(Stores.class.getMethods())
        .filter(accessor -> accessor.getReturnType() == store)
        .map(Method::getName)
        .findFirst()
        .orElseGet(store::getSimpleName);
  }

  /** Returns the store's methods that were not called, as they are written. */
  public List<String> missing(Class<?> store) {
    Set<Method> called = methods.getOrDefault(store, Set.of());
    return Stream.of(store.getMethods())
        .filter(method -> !method.isBridge())
        .filter(method -> called.stream().noneMatch(each -> isCallOf(each, method)))
        .map(Method::toGenericString)
        .toList();
  }

  /** A method of a super-interface takes more than the store's own, which it stands for. */
  private static boolean isCallOf(Method called, Method method) {
    Class<?>[] parameters = method.getParameterTypes();
    return called.getName().equals(method.getName())
        && called.getParameterCount() == parameters.length
        && IntStream.range(0, parameters.length)
            .allMatch(i -> called.getParameterTypes()[i].isAssignableFrom(parameters[i]));
  }
}
