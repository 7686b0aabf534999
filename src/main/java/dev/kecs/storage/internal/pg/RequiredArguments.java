package dev.kecs.storage.internal.pg;

import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.internal.check.Check;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Passes calls on to a store that have all arguments. A parameter that the store's interface does
 * not declare {@link Nullable} takes no null, and no collection or map with null in it: the
 * declaration is the check, so no store can forget it.
 */
record RequiredArguments(Object store) implements InvocationHandler {
  /** Returns a store that refuses calls without all arguments. */
  static <S> S of(Class<S> type, Object store) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, new RequiredArguments(store)));
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    if (arguments != null && method.getDeclaringClass() != Object.class) {
      for (int i = 0; i < arguments.length; i++) {
        check(method, i, arguments[i]);
      }
    }
    try {
      return method.invoke(store, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  private static void check(Method method, int index, @Nullable Object argument) {
    if (argument == null) {
      Parameter parameter = method.getParameters()[index];
      if (!parameter.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        Check.given(parameter.getName(), null);
      }
    } else if (holdsNull(argument)) {
      throw new InvalidValueException(method.getParameters()[index].getName() + " holds null");
    }
  }

  private static boolean holdsNull(Object argument) {
    if (argument instanceof Map<?, ?> map) {
      return holdsNull(map.keySet()) || holdsNull(map.values());
    }
    if (argument instanceof Collection<?> elements) {
      // Not contains, which throws in collections that never hold null.
      for (Object element : elements) {
        if (element == null) {
          return true;
        }
      }
    }
    return false;
  }
}
