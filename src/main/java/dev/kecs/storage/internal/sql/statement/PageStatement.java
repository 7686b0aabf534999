package dev.kecs.storage.internal.sql.statement;

import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.page.PageToken;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.TableLike;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * A list that is read in pages: fields of a table, a filter and an order, rendered once for each
 * shape of query.
 */
public final class PageStatement<Q, T> {
  /**
   * The usual limits are written into the SQL text. With a bound limit the server makes a new plan
   * for each page, because a generic plan assumes that a tenth of the list is read.
   */
  private static final Set<Integer> PLANNED_LIMITS =
      Set.of(PageRequest.DEFAULT_LIMIT, PageRequest.MAX_LIMIT);

  private final String name;
  private final List<Field<?>> fields;
  private final TableLike<?> from;
  private final Filter<Q> filter;
  private final Keyset<Q> keyset;
  private final RowReader<Object, T> reader;

  /** Declares a list; its name, {@code store.method}, is part of its page tokens. */
  public PageStatement(
      String name,
      List<? extends Field<?>> fields,
      TableLike<?> from,
      Filter<Q> filter,
      Keyset<Q> keyset,
      RowReader<Object, T> reader) {
    this.name = name;
    this.fields = List.copyOf(fields);
    this.from = from;
    this.filter = filter;
    this.keyset = keyset;
    this.reader = reader;
  }

  /** Returns its name, which errors and page tokens hold. */
  public String name() {
    return name;
  }

  /** Returns what makes its items from rows. */
  public RowReader<Object, T> reader() {
    return reader;
  }

  /** Returns the statement that reads the page. */
  public Run<Q> run(StatementCache cache, Q query, PageRequest page) {
    List<Integer> choices = filter.choices(query);
    boolean descending = keyset.descending(query);
    int limit = PLANNED_LIMITS.contains(page.limit()) ? page.limit() : 0;
    Shape shape = new Shape(this, choices, descending, page.nextToken() != null, limit);
    Rendered rendered = cache.rendered(shape, () -> render(cache, shape));
    Run<Q> first = new Run<>(query, List.of(), page.limit(), rendered, 0);
    long digest = digest(shape, rendered, first);
    return new Run<>(query, after(page.nextToken(), digest), page.limit(), rendered, digest);
  }

  private List<Object> after(@Nullable String token, long digest) {
    if (token == null) {
      return List.of();
    }
    return PageToken.parse(token).keyFor(name, digest, keyTypes()).stream()
        .map(value -> value instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : value)
        .toList();
  }

  private List<Class<?>> keyTypes() {
    return keyset.fields().stream()
        .<Class<?>>map(field -> field.getConverter().fromType())
        .<Class<?>>map(type -> type == OffsetDateTime.class ? Instant.class : type)
        .toList();
  }

  /** Returns the token of the page that follows the row. */
  public String tokenAfter(ResultRow row, long digest) throws SQLException {
    List<Object> key = new ArrayList<>();
    for (Field<?> field : keyset.fields()) {
      Object value = row.database(field);
      key.add(value instanceof OffsetDateTime time ? time.toInstant() : value);
    }
    return new PageToken(name, digest, key).encode();
  }

  private Rendered render(StatementCache cache, Shape shape) {
    Binds<Run<Q>> in = new Binds<>();
    Condition condition = filter.condition(shape.choices, in.<Q>of(Run::query).digested());
    if (shape.seeks) {
      // This condition comes first: if two conditions bound the first field of an index, a scan
      // begins at the first of them.
      condition =
          keyset
              .after(shape.descending, filter.fixed(shape.choices), in.of(Run::after))
              .and(condition);
    }
    Set<Field<?>> selected = new LinkedHashSet<>(fields);
    selected.addAll(keyset.fields());
    Field<Integer> limit =
        shape.limit > 0 ? DSL.inline(shape.limit + 1) : in.limit(run -> run.limit() + 1);
    Query query =
        DSL.select(selected)
            .from(from)
            .where(condition)
            .orderBy(keyset.order(shape.descending))
            .limit(limit);
    return cache.render(query, in);
  }

  private long digest(Shape shape, Rendered rendered, Run<Q> run) {
    MessageDigest digest = sha256();
    add(digest, shape.choices + " " + shape.descending);
    for (Bind bind : rendered.binds()) {
      if (bind.digested()) {
        add(digest, bind.value().get(run));
      }
    }
    return ByteBuffer.wrap(digest.digest()).getLong();
  }

  /** Adds a value so that no two sequences of values give the same bytes. */
  private static void add(MessageDigest digest, @Nullable Object value) {
    if (value instanceof Object[] array) {
      add(digest, String.valueOf(array.length));
      for (Object element : array) {
        add(digest, element);
      }
    } else {
      byte[] text = String.valueOf(value).getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, text.length));
      digest.update(text);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** What a page's statement runs with. */
  public record Run<Q>(Q query, List<Object> after, int limit, Rendered rendered, long digest) {}

  /**
   * What the SQL text depends on.
   *
   * @param limit 0 if it is bound
   */
  private record Shape(
      Object statement, List<Integer> choices, boolean descending, boolean seeks, int limit) {}
}
