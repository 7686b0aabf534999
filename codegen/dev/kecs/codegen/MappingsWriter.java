package dev.kecs.codegen;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jooq.meta.ColumnDefinition;
import org.jooq.meta.TableDefinition;

/**
 * Writes the class of the mappings: for each table of resources that have an ARN the lines that a
 * store would say of each column that has a part of its name.
 */
final class MappingsWriter {
  private final String packageName;
  private final StringBuilder methods = new StringBuilder();
  private final TreeSet<String> imports = new TreeSet<>();

  MappingsWriter(String packageName) {
    this.packageName = packageName;
    imports.add("dev.kecs.storage.internal.sql.arn.Mapping");
  }

  /** Adds a table's, if it holds one of the records, and resources that have an ARN. */
  void add(TableDefinition table, List<RecordSource> records) {
    records.stream()
        .filter(record -> record.liesIn(table.getName()))
        .filter(record -> record.parts().containsAll(List.of("arn", "version")))
        .forEach(record -> add(table, record));
  }

  private void add(TableDefinition table, RecordSource record) {
    String type = record.name();
    String builder = type + "Builder";
    imports.add(record.qualified());
    imports.add(record.qualified() + "Builder");
    imports.add("static " + packageName + ".Tables." + constant(table.getName()));
    methods.append(
        """

          /** Returns which column of %1$s holds which part of a {@link %2$s}, where their names agree. */
          public static Mapping<%2$s, %3$s> %4$s() {
            return Mapping.of(%5$s, %3$s::builder, %3$s::builder, %3$s::build)\
        """
            .formatted(
                table.getName(),
                type,
                builder,
                camelCase(table.getName()),
                constant(table.getName())));
    for (ColumnDefinition column : table.getColumns()) {
      String part = camelCase(column.getName());
      if (record.parts().contains(part)) {
        String field = constant(table.getName()) + "." + constant(column.getName());
        String fields =
            part.equals("version") ? constant(table.getName()) + ".ID, " + field : field;
        methods.append(
            "\n        .%s(%s, %s::%s, %s::%s)"
                .formatted(role(part), fields, type, part, builder, part));
      }
    }
    methods.append(";\n  }\n");
  }

  /** Some parts every resource has; they are written and read in their own way. */
  private static String role(String part) {
    return switch (part) {
      case "arn" -> "key";
      case "tags", "createdAt", "updatedAt", "version" -> part;
      default -> "part";
    };
  }

  private static String constant(String name) {
    return name.toUpperCase(Locale.ROOT);
  }

  private static String camelCase(String name) {
    StringBuilder camel = new StringBuilder();
    boolean upper = false;
    for (char c : name.toCharArray()) {
      if (c == '_') {
        upper = true;
      } else {
        camel.append(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return camel.toString();
  }

  String source() {
    StringBuilder source = new StringBuilder("package " + packageName + ";\n\n");
    imports.forEach(name -> source.append("import ").append(name).append(";\n"));
    return source
        .append(
            """

            /**
             * Which column holds which part of a record, where their names agree. Written by the build, like the
             * tables; what else a store's rows have, the store says.
             */
            public final class Mappings {
              private Mappings() {}
            """)
        .append(methods)
        .append("}\n")
        .toString();
  }
}
