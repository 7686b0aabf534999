package dev.kecs.storage.internal.sql.statement;

import java.sql.SQLException;

/** Makes a result from a row and the statement's argument. */
@FunctionalInterface
public interface RowReader<A, R> {
  /** Reads one row. */
  R read(A argument, ResultRow row) throws SQLException;
}
