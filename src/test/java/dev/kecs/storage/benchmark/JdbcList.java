package dev.kecs.storage.benchmark;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/** Pages by hand: the first, bare, and any other as most write it, by OFFSET. */
final class JdbcList<T> {
  private static final String EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ";
  private static final Pattern BUFFERS =
      Pattern.compile("\"Shared Hit Blocks\": (\\d+),\\s+\"Shared Read Blocks\": (\\d+)");

  private final DataSource pool;
  private final String first;
  private final Jdbc.Reader<T> reader;

  /**
   * Makes one for a query.
   *
   * @param select up to its order, without binds
   * @param order the columns of the order
   */
  JdbcList(DataSource pool, String select, String order, Jdbc.Reader<T> reader) {
    this.pool = pool;
    this.first = select + " ORDER BY " + order + " LIMIT ?";
    this.reader = reader;
  }

  /** One more row is read than returned, which tells whether there is another page. */
  List<T> first(int limit) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(first)) {
      statement.setInt(1, limit + 1);
      return read(statement, limit);
    }
  }

  /** Returns how many buffers the server touches for the first page. */
  long buffers(int limit) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(EXPLAIN + first)) {
      statement.setInt(1, limit + 1);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        // What comes first is of the whole plan.
        Matcher buffers = BUFFERS.matcher(row.getString(1));
        buffers.find();
        return Long.parseLong(buffers.group(1)) + Long.parseLong(buffers.group(2));
      }
    }
  }

  List<T> after(long offset, int limit) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(first + " OFFSET ?")) {
      statement.setInt(1, limit + 1);
      statement.setLong(2, offset);
      return read(statement, limit);
    }
  }

  private List<T> read(PreparedStatement statement, int limit) throws SQLException {
    List<T> items = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (items.size() < limit && row.next()) {
        items.add(reader.read(row));
      }
    }
    return items;
  }
}
