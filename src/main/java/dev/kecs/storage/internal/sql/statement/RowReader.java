package dev.kecs.storage.internal.sql.statement;

import java.sql.SQLException;

/** Makes what a statement returns of a row, and of the argument that the statement ran with. */
@FunctionalInterface
public interface RowReader<A, R> {
  /** Reads one row. */
  R read(A argument, ResultRow row) throws SQLException;
}
