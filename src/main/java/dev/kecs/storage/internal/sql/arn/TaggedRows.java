package dev.kecs.storage.internal.sql.arn;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import dev.kecs.storage.internal.check.TagSyntax;
import dev.kecs.storage.internal.sql.run.Sql;
import dev.kecs.storage.internal.sql.statement.Binds;
import dev.kecs.storage.internal.sql.statement.SqlStatement;
import dev.kecs.storage.internal.sql.statement.Violations;
import dev.kecs.storage.model.Arn;
import dev.kecs.storage.model.Tags;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Field;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The tags of an entity's rows, read and changed without the rest of the row. */
public final class TaggedRows<K extends Arn> {
  private static final Field<String> KEY = field("key", SQLDataType.CLOB);
  private static final Field<String> TAG_KEY = field(name("tag_key"), SQLDataType.CLOB);

  private final Entity<K, ?> entity;
  private final SqlStatement<K, Map<String, String>> read;
  private final SqlStatement<Merge<K>, Map<String, String>> merge;
  private final SqlStatement<Removal<K>, Map<String, String>> remove;

  /** Declares the statements for an entity whose mapping names its tags. */
  public TaggedRows(Entity<K, ?> entity) {
    this.entity = entity;
    TableField<?, Map<String, String>> tags = entity.mapping().tags();
    read =
        SqlStatement.read(
            entity.statement("tags"),
            in -> select(tags).from(entity.mapping().table()).where(entity.key().is(in)),
            (arn, row) -> row.get(tags));
    merge =
        SqlStatement.write(
            entity.statement("tag"),
            in ->
                DSL.update(entity.mapping().table())
                    .set(tags, merged(tags, in))
                    .set(entity.mapping().touched(in, Merge::at))
                    .where(entity.key().is(in.of(Merge::arn)))
                    .and(counted(merged(tags, in)).le(inline(Tags.MAX_COUNT)))
                    .returningResult(tags),
            (merge, row) -> row.get(tags),
            Violations.none());
    remove =
        SqlStatement.write(
            entity.statement("untag"),
            in ->
                DSL.update(entity.mapping().table())
                    .set(tags, without(tags, in))
                    .set(entity.mapping().touched(in, Removal::at))
                    .where(entity.key().is(in.of(Removal::arn)))
                    .returningResult(tags),
            (removal, row) -> row.get(tags),
            Violations.none());
  }

  /** Returns the class of the ARNs that name the rows. */
  public Class<K> arnType() {
    return entity.key().arn().getType();
  }

  /** Returns the tags of a row. */
  public Map<String, String> tags(Sql sql, K arn) {
    return sql.one(read, arn).orElseThrow(() -> entity.notFound(arn));
  }

  /** Merges tags into those of a row, and returns all its tags. */
  public Map<String, String> tag(Sql sql, K arn, Map<String, String> tags) {
    while (true) {
      Optional<Map<String, String>> merged = sql.one(merge, new Merge<>(arn, tags, sql.now()));
      if (merged.isPresent()) {
        return merged.get();
      }
      Set<String> all = new HashSet<>(tags(sql, arn).keySet());
      all.addAll(tags.keySet());
      int counted = TagSyntax.counted(all);
      if (counted > Tags.MAX_COUNT) {
        throw Tags.tooMany(entity.named(arn), counted);
      }
      // The row was created, replaced or lost tags in between: it may have room now.
    }
  }

  /** Removes tags from a row, and returns the remaining ones. */
  public Map<String, String> untag(Sql sql, K arn, Collection<String> keys) {
    return entity.untilFound(sql, arn, () -> sql.one(remove, new Removal<>(arn, keys, sql.now())));
  }

  // jOOQ has no operators and no set-returning functions of jsonb: these are templates for them.

  private static <K extends Arn> Field<Map<String, String>> merged(
      Field<Map<String, String>> tags, Binds<Merge<K>> in) {
    return field("{0} || {1}", tags.getDataType(), tags, in.value(tags, Merge::tags));
  }

  private static <K extends Arn> Field<Map<String, String>> without(
      Field<Map<String, String>> tags, Binds<Removal<K>> in) {
    return field("{0} - {1}", tags.getDataType(), tags, in.values(KEY, Removal::keys));
  }

  /** Counts as {@link TagSyntax#counted} does. */
  private static Field<Integer> counted(Field<Map<String, String>> tags) {
    return field(
        select(count())
            .from(table("jsonb_object_keys({0})", tags).as("tags", TAG_KEY.getName()))
            .where(TAG_KEY.notLikeRegex(inline(TagSyntax.RESERVED_KEYS))));
  }

  private record Merge<K>(K arn, Map<String, String> tags, Instant at) {}

  private record Removal<K>(K arn, Collection<String> keys, Instant at) {}
}
