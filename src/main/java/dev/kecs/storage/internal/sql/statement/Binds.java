package dev.kecs.storage.internal.sql.statement;

import dev.kecs.storage.internal.sql.type.JdbcField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * The placeholders of a statement that is being written: each has a field's type, and is filled
 * from the statement's argument, an {@code A}, whenever the statement runs.
 */
public final class Binds<A> {
  private static final Field<Integer> LIMIT = DSL.field("limit", SQLDataType.INTEGER);

  private final Map<String, Bind> binds;
  private final Function<Object, A> argument;
  private final boolean digested;

  @SuppressWarnings("unchecked") // The statement that owns the placeholders runs with an A.
  Binds() {
    this(new LinkedHashMap<>(), argument -> (A) argument, false);
  }

  private Binds(Map<String, Bind> binds, Function<Object, A> argument, boolean digested) {
    this.binds = binds;
    this.argument = argument;
    this.digested = digested;
  }

  /** Returns the same placeholders, filled from a part of the argument. */
  public <B> Binds<B> of(Function<? super A, ? extends B> part) {
    return new Binds<>(binds, argument.andThen(part), digested);
  }

  /**
   * Returns the same placeholders; values of those added through the result go into the digest of
   * page tokens.
   */
  Binds<A> digested() {
    return new Binds<>(binds, argument, true);
  }

  /** Returns a placeholder for a value of the field's type. */
  public <V> Param<V> value(Field<V> field, Getter<? super A, ? extends V> value) {
    JdbcField<V> column = new JdbcField<>(field);
    return add(
        field.getDataType(),
        argument -> column.toDatabase(value.get(this.argument.apply(argument))),
        column.type()::bind);
  }

  /** Returns a placeholder for a number of rows. */
  public Param<Integer> limit(ToIntFunction<? super A> limit) {
    return value(LIMIT, limit::applyAsInt);
  }

  /** Returns a placeholder for a value that is in the database's form already. */
  <V> Param<V> raw(Field<V> field, Getter<? super A, Object> value) {
    return add(
        field.getDataType(),
        argument -> value.get(this.argument.apply(argument)),
        new JdbcField<>(field).type()::bind);
  }

  /**
   * Returns a placeholder for an array of values of the field's type, such as {@code = ANY} takes.
   */
  public <V> Param<V[]> values(
      Field<V> field, Function<? super A, ? extends Collection<? extends V>> values) {
    return array(field, values, value -> value);
  }

  /**
   * Returns a table of values with one row for each element of a collection. Each column is one
   * array, however many elements there are.
   *
   * @param name the table's name in the statement
   * @param columns its columns, and which part of an element each holds
   */
  public <E> BatchTable rows(
      String name, Function<? super A, ? extends Collection<E>> elements, BatchColumns<E> columns) {
    List<Field<?>> arrays = new ArrayList<>();
    columns.parts().forEach((field, part) -> arrays.add(column(field, elements, part)));
    return new BatchTable(name, columns.fields(), arrays);
  }

  @SuppressWarnings("unchecked") // The getter of a field returns values of its type.
  private <V, E> Param<?> column(
      Field<V> field,
      Function<? super A, ? extends Collection<E>> elements,
      Getter<? super E, ?> part) {
    return array(field, elements, (Getter<? super E, V>) part);
  }

  private <V, E> Param<V[]> array(
      Field<V> field,
      Function<? super A, ? extends Collection<? extends E>> elements,
      Getter<? super E, ? extends V> part) {
    JdbcField<V> column = new JdbcField<>(field);
    return add(
        field.getDataType().getArrayDataType(),
        argument -> array(column, elements.apply(this.argument.apply(argument)), part),
        (statement, index, array) ->
            column.type().setArray(statement, index, (Object[]) Objects.requireNonNull(array)));
  }

  private <V, E> Object array(
      JdbcField<V> column, Collection<? extends E> elements, Getter<? super E, ? extends V> part) {
    @Nullable Object[] array = new Object[elements.size()];
    int i = 0;
    for (E element : elements) {
      array[i++] = column.toDatabase(part.get(element));
    }
    if (digested) {
      Arrays.sort(array); // So that the order in which a filter lists its values does not matter.
    }
    return array;
  }

  private <V> Param<V> add(DataType<V> type, Getter<Object, Object> value, Bind.JdbcSetter setter) {
    String name = "p" + binds.size();
    binds.put(name, new Bind(digested, value, setter));
    return DSL.param(name, type);
  }

  /** Returns what fills the placeholders of a rendered statement, in the order of its text. */
  Bind[] inOrder(Collection<String> names) {
    return names.stream()
        .map(
            name -> {
              Bind bind = binds.get(name);
              if (bind == null) {
                throw new IllegalArgumentException(
                    "a value is neither a placeholder nor inlined: " + name);
              }
              return bind;
            })
        .toArray(Bind[]::new);
  }
}
