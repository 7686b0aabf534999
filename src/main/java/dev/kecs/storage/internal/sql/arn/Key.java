package dev.kecs.storage.internal.sql.arn;

import static org.jooq.impl.DSL.any;

import dev.kecs.storage.internal.sql.statement.Binds;
import dev.kecs.storage.model.Arn;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/**
 * How a statement says which row: by the key of the ARN, and by the key of the cluster that owns it
 * where one does, which leads every index. The text of the ARN is compared too: of two ARNs with
 * one key, one does not find the other's row.
 *
 * @param <K> the ARN
 */
public final class Key<K extends Arn> {
  private final TableField<?, K> arn;
  private final List<Part<K, ?>> parts;

  private Key(TableField<?, K> arn, List<Part<K, ?>> parts) {
    this.arn = arn;
    this.parts = parts;
  }

  /** The key of the ARN alone says which row. */
  public static <K extends Arn> Key<K> of(TableField<?, K> key, TableField<?, K> arn) {
    return new Key<>(arn, List.of(new Part<K, K>(key, of -> of)));
  }

  /** The owner and the ARN say which row. */
  public static <O extends Arn, K extends Arn> Key<K> of(
      TableField<?, O> owner, Function<K, O> ownerOf, TableField<?, K> key, TableField<?, K> arn) {
    return new Key<>(arn, List.of(new Part<>(owner, ownerOf), new Part<K, K>(key, of -> of)));
  }

  /** Returns the field that holds the text of the ARN. */
  TableField<?, K> arn() {
    return arn;
  }

  /** Returns the condition that a row is that of the ARN. */
  public Condition is(Binds<K> in) {
    return DSL.and(parts.stream().map(part -> part.is(in)).toList())
        .and(arn.eq(in.value(arn, of -> of)));
  }

  /**
   * Returns the condition that a row has the key of one of the ARNs. Whether it is that of the ARN
   * the caller sees by its text.
   */
  public Condition isOneOf(Binds<? extends Collection<K>> in) {
    return DSL.and(parts.stream().map(part -> part.isOneOf(in)).toList());
  }

  /** Returns the condition that a row has the same key as one of a given table. */
  Condition isSame(Table<?> given) {
    return DSL.and(parts.stream().map(part -> part.isSame(given)).toList());
  }

  private record Part<K, V>(TableField<?, V> field, Function<K, V> of) {
    Condition is(Binds<K> in) {
      return field.eq(in.value(field, of::apply));
    }

    Condition isSame(Table<?> given) {
      return field.eq(given.field(field));
    }

    Condition isOneOf(Binds<? extends Collection<K>> in) {
      return field.eq(any(in.values(field, keys -> keys.stream().map(of).distinct().toList())));
    }
  }
}
