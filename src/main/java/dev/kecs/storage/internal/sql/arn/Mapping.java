package dev.kecs.storage.internal.sql.arn;

import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.internal.check.TagSyntax;
import dev.kecs.storage.internal.sql.statement.BatchColumns;
import dev.kecs.storage.internal.sql.statement.Binds;
import dev.kecs.storage.internal.sql.statement.Getter;
import dev.kecs.storage.internal.sql.statement.ResultRow;
import dev.kecs.storage.model.Tags;
import dev.kecs.storage.model.Version;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Which field holds which part of a record: declared once, and used to insert, to update and to
 * read.
 *
 * <p>Every row has an id and a change number, which make its {@link Version}, and its times. A
 * mapping does not change once it is declared.
 *
 * @param <T> the record
 * @param <B> its builder
 */
public final class Mapping<T, B> {
  private final Table<?> table;
  private final Supplier<B> empty;
  private final Function<T, B> copy;
  private final Function<B, T> build;
  private final List<Part<T, B, ?>> parts = new ArrayList<>();
  private @Nullable TableField<?, Map<String, String>> tags;
  private @Nullable Stamps<T, B> stamps;

  private Mapping(Table<?> table, Supplier<B> empty, Function<T, B> copy, Function<B, T> build) {
    this.table = table;
    this.empty = empty;
    this.copy = copy;
    this.build = build;
  }

  /** Begins the mapping of a table to a record. */
  public static <T, B> Mapping<T, B> of(
      Table<?> table, Supplier<B> empty, Function<T, B> copy, Function<B, T> build) {
    return new Mapping<>(table, empty, copy, build);
  }

  /**
   * Adds a field that is derived from the key, such as the cluster that owns the row: written once
   * and never read, because the key says it.
   */
  public <V> Mapping<T, B> owner(TableField<?, V> field, Getter<T, V> getter) {
    return add(new Part<>(Role.OWNER, field, getter, (builder, part) -> builder));
  }

  /**
   * Adds a field that is derived from parts that can change, such as the key of another resource's
   * ARN: written with them, never read.
   */
  public <V> Mapping<T, B> derived(TableField<?, V> field, Getter<T, V> getter) {
    return add(new Part<>(Role.DERIVED, field, getter, (builder, part) -> builder));
  }

  /** Adds a part that identifies the row: written once. */
  public <V> Mapping<T, B> key(TableField<?, V> field, Getter<T, V> getter, Setter<B, V> setter) {
    return add(new Part<>(Role.KEY, field, getter, setter));
  }

  /** Adds a part that can change. */
  public <V> Mapping<T, B> part(TableField<?, V> field, Getter<T, V> getter, Setter<B, V> setter) {
    return add(new Part<>(Role.CONTENT, field, getter, setter));
  }

  /** Adds the tags: a part that can change. A value with too many of them is refused. */
  public Mapping<T, B> tags(
      TableField<?, Map<String, String>> field,
      Getter<T, Map<String, String>> getter,
      Setter<B, Map<String, String>> setter) {
    tags = field;
    return add(new Part<>(Role.TAGS, field, getter, setter));
  }

  /** Declares that a part keeps its value once it has one. */
  public Mapping<T, B> once(TableField<?, ?> field) {
    int index = parts.stream().map(Part::field).toList().indexOf(field);
    parts.set(index, parts.get(index).as(Role.ONCE));
    return this;
  }

  /** Adds the time of creation: the given one, or else the time when the row is first written. */
  public Mapping<T, B> createdAt(
      TableField<?, Instant> field, Getter<T, Instant> getter, Setter<B, Instant> setter) {
    return add(new Part<>(Role.CREATED_AT, field, getter, setter));
  }

  /** Adds the time of the last change. */
  public Mapping<T, B> updatedAt(
      TableField<?, Instant> field, Getter<T, Instant> getter, Setter<B, Instant> setter) {
    return add(new Part<>(Role.UPDATED_AT, field, getter, setter));
  }

  /** Adds the fields that the version is made of. */
  public Mapping<T, B> version(
      TableField<?, Long> id,
      TableField<?, Long> change,
      Getter<T, Version> getter,
      Setter<B, Version> setter) {
    stamps = new Stamps<>(id, change, getter, setter);
    return this;
  }

  private Mapping<T, B> add(Part<T, B, ?> part) {
    parts.add(part);
    return this;
  }

  /** Returns the table. */
  public Table<?> table() {
    return table;
  }

  /** Returns the field that holds the tags. */
  TableField<?, Map<String, String>> tags() {
    return Objects.requireNonNull(tags, "the mapping names no tags");
  }

  /** Returns the fields that {@link #read} takes. */
  public List<Field<?>> fields() {
    List<Field<?>> fields = new ArrayList<>(identifying());
    parts.stream().filter(part -> part.role.isRead).forEach(part -> fields.add(part.field));
    return fields;
  }

  /** Returns the fields that {@link #created} takes. */
  public List<Field<?>> identifying() {
    return List.of(stamps().id, stamps().change);
  }

  /** Returns the fields that {@link #written} takes. */
  public List<Field<?>> returning() {
    List<Field<?>> fields = new ArrayList<>(identifying());
    parts.stream().filter(part -> part.role.kept).forEach(part -> fields.add(part.field));
    return fields;
  }

  /** Returns the value that the row holds. */
  public T read(Object argument, ResultRow row) throws SQLException {
    B builder = empty.get();
    stamps().read(row, builder);
    for (Part<T, B, ?> part : parts) {
      if (part.role.isRead) {
        part.read(row, builder);
      }
    }
    return build.apply(builder);
  }

  /** Returns the value that a new row was made of: all but its version is as it was given. */
  public T created(T value, ResultRow row) throws SQLException {
    B builder = copy.apply(value);
    stamps().read(row, builder);
    return build.apply(builder);
  }

  /** Returns the value that was written, with the parts that the database set or kept. */
  public T written(T value, ResultRow row) throws SQLException {
    B builder = copy.apply(value);
    stamps().read(row, builder);
    for (Part<T, B, ?> part : parts) {
      if (part.role.kept) {
        part.read(row, builder);
      }
    }
    return build.apply(builder);
  }

  /**
   * Returns the value with the times of a write that happens now.
   *
   * @throws InvalidValueException if it has too many tags
   */
  public T stamped(T value, Instant now) {
    B builder = copy.apply(value);
    for (Part<T, B, ?> part : parts) {
      part.stamp(value, now, builder);
      if (part.role == Role.TAGS && part.countedTags(value) > Tags.MAX_COUNT) {
        throw Tags.tooMany(key(value), part.countedTags(value));
      }
    }
    return build.apply(builder);
  }

  private Object key(T value) {
    return parts.stream()
        .filter(part -> part.role == Role.KEY)
        .map(part -> part.getter.get(value))
        .findFirst()
        .orElseThrow();
  }

  /** Returns the version that the value was read in. */
  @Nullable Version version(T value) {
    return stamps().getter.get(value);
  }

  /** Returns the value with the version of another. */
  T withVersionOf(T value, T other) {
    B builder = copy.apply(value);
    stamps().setter.set(builder, version(other));
    return build.apply(builder);
  }

  /** Returns the condition that the row is still in the version that the value was read in. */
  Condition unchanged(Binds<T> in) {
    Stamps<T, B> of = stamps();
    return of.id
        .eq(in.value(of.id, value -> given(value).row()))
        .and(of.change.eq(in.value(of.change, value -> given(value).change())));
  }

  private Version given(T value) {
    return Objects.requireNonNull(version(value));
  }

  /** Returns every field of a new row with its value, for INSERT. */
  public Map<Field<?>, Field<?>> inserted(Binds<T> in) {
    Map<Field<?>, Field<?>> values = new LinkedHashMap<>();
    parts.forEach(part -> values.put(part.field, part.bind(in)));
    values.put(stamps().change, DSL.inline(1L));
    return values;
  }

  /** Returns every field of new rows with its value, for INSERT of many. */
  BatchColumns<T> columns() {
    BatchColumns<T> columns = BatchColumns.of();
    parts.forEach(part -> part.addTo(columns));
    return columns.add(stamps().change, value -> 1L);
  }

  /** Returns what a change sets, for UPDATE. */
  public Map<Field<?>, Field<?>> updated(Binds<T> in) {
    Map<Field<?>, Field<?>> values = new LinkedHashMap<>();
    for (Part<T, B, ?> part : parts) {
      if (part.role.changes) {
        values.put(part.field, part.changed(in));
      }
    }
    values.put(stamps().change, stamps().change.plus(DSL.inline(1L)));
    return values;
  }

  /** Returns what every change sets, whatever else it sets: the time and the version. */
  public <A> Map<Field<?>, Field<?>> touched(Binds<A> in, Getter<A, Instant> now) {
    Map<Field<?>, Field<?>> values = new LinkedHashMap<>();
    for (Part<T, B, ?> part : parts) {
      if (part.role == Role.UPDATED_AT) {
        values.put(part.field, part.bindTime(in, now));
      }
    }
    values.put(stamps().change, stamps().change.plus(DSL.inline(1L)));
    return values;
  }

  private Stamps<T, B> stamps() {
    return Objects.requireNonNull(stamps, "the mapping names no version");
  }

  private enum Role {
    OWNER(false, false, false),
    DERIVED(false, true, false),
    KEY(true, false, false),
    CONTENT(true, true, false),
    TAGS(true, true, false),
    ONCE(true, true, true),
    CREATED_AT(true, false, true),
    UPDATED_AT(true, true, false);

    final boolean isRead;
    final boolean changes;
    final boolean kept;

    Role(boolean isRead, boolean changes, boolean kept) {
      this.isRead = isRead;
      this.changes = changes;
      this.kept = kept;
    }
  }

  private record Part<T, B, V>(
      Role role, TableField<?, V> field, Getter<T, V> getter, Setter<B, V> setter) {
    Part<T, B, V> as(Role other) {
      return new Part<>(other, field, getter, setter);
    }

    Field<V> bind(Binds<T> in) {
      return in.value(field, getter);
    }

    Field<V> changed(Binds<T> in) {
      return role == Role.ONCE ? DSL.coalesce(field, bind(in)) : bind(in);
    }

    @SuppressWarnings("unchecked") // The roles of times are given to fields of times only.
    <A> Field<?> bindTime(Binds<A> in, Getter<A, Instant> time) {
      return in.value((Field<Instant>) field, time);
    }

    void addTo(BatchColumns<T> columns) {
      columns.add(field, getter);
    }

    void read(ResultRow row, B builder) throws SQLException {
      setter.set(builder, row.find(field));
    }

    @SuppressWarnings("unchecked") // The role of tags is given to a field of tags only.
    int countedTags(T value) {
      return getter.get(value) instanceof Map<?, ?> tags
          ? TagSyntax.counted(((Map<String, String>) tags).keySet())
          : 0;
    }

    @SuppressWarnings("unchecked") // The roles of times are given to fields of times only.
    void stamp(T value, Instant now, B builder) {
      if (role == Role.UPDATED_AT || (role == Role.CREATED_AT && getter.get(value) == null)) {
        setter.set(builder, (V) now);
      }
    }
  }

  private record Stamps<T, B>(
      TableField<?, Long> id,
      TableField<?, Long> change,
      Getter<T, Version> getter,
      Setter<B, Version> setter) {
    void read(ResultRow row, B builder) throws SQLException {
      setter.set(builder, Version.of(row.get(id), row.get(change)));
    }
  }
}
