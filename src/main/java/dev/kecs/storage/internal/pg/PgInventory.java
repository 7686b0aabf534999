package dev.kecs.storage.internal.pg;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.select;

import dev.kecs.storage.internal.jooq.Kecs;
import dev.kecs.storage.internal.sql.run.Sql;
import dev.kecs.storage.internal.sql.statement.ResultRow;
import dev.kecs.storage.internal.sql.statement.SqlStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Counts what is stored. */
final class PgInventory {
  private static final List<Field<Long>> COUNTS =
      Kecs.KECS.getTables().stream()
          .map(
              table ->
                  field(select(DSL.count().cast(SQLDataType.BIGINT)).from(table))
                      .as(table.getName()))
          .toList();

  private static final SqlStatement<String, Map<String, Long>> COUNT =
      SqlStatement.read("storage.inventory", in -> select(COUNTS), PgInventory::read);

  private PgInventory() {}

  /** Counts the rows of each table, in one query. The keys are the tables' names. */
  static Map<String, Long> count(Sql sql) {
    return sql.one(COUNT, "").orElseThrow();
  }

  private static Map<String, Long> read(Object nothing, ResultRow row) throws SQLException {
    Map<String, Long> rows = new LinkedHashMap<>();
    for (Field<Long> count : COUNTS) {
      rows.put(count.getName(), row.get(count));
    }
    return rows;
  }
}
