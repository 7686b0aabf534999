package dev.kecs.storage.internal.sql.statement;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Fields;
import org.jooq.Query;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/** Renders statements for one schema, each shape once, and keeps the texts. */
public final class StatementCache {
  static {
    // jOOQ logs a logo and tips when it first renders. To see them, set these to false.
    System.setProperty("org.jooq.no-logo", System.getProperty("org.jooq.no-logo", "true"));
    System.setProperty("org.jooq.no-tips", System.getProperty("org.jooq.no-tips", "true"));
  }

  private static final String PREFIX = "?:";
  private static final Pattern PLACEHOLDER = Pattern.compile(Pattern.quote(PREFIX) + "(\\w+)");

  private final DSLContext jooq;
  private final Map<Object, Rendered> rendered = new ConcurrentHashMap<>();

  /**
   * Makes one for the schema that an installation's tables lie in.
   *
   * @param generated the schema's name in the generated tables
   * @param schema its name in the database
   */
  public StatementCache(String generated, String schema) {
    jooq =
        DSL.using(
            SQLDialect.POSTGRES,
            new Settings()
                .withRenderNamedParamPrefix(PREFIX)
                .withRenderMapping(
                    new RenderMapping()
                        .withSchemata(new MappedSchema().withInput(generated).withOutput(schema))));
  }

  /** Returns the text that was rendered for the key, or renders it now. */
  Rendered rendered(Object key, Supplier<Rendered> render) {
    Rendered found = rendered.get(key);
    return found != null ? found : rendered.computeIfAbsent(key, absent -> render.get());
  }

  Rendered render(Query query, Binds<?> in) {
    Matcher placeholders = PLACEHOLDER.matcher(jooq.renderNamedParams(query));
    List<String> names = placeholders.results().map(found -> found.group(1)).toList();
    return new Rendered(
        placeholders.replaceAll("?"), in.inOrder(names), new ResultColumns(returned(query)));
  }

  private static Field<?>[] returned(Query query) {
    if (query instanceof Select<?> select) {
      return select.getSelect().toArray(Field[]::new);
    }
    return query instanceof Fields returning ? returning.fields() : new Field<?>[0];
  }
}
