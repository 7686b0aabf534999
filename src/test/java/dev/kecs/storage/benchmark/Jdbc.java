package dev.kecs.storage.benchmark;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.kecs.storage.model.Arn;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the baselines read and bind that JDBC has no method for. */
final class Jdbc {
  private static final JsonFactory JSON = new JsonFactory();

  private Jdbc() {}

  /** Makes an object of a row. */
  @FunctionalInterface
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  static <T> @Nullable T orNull(@Nullable String text, Function<String, T> parse) {
    return text == null ? null : parse.apply(text);
  }

  static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  static @Nullable Instant instant(ResultSet row, int index) throws SQLException {
    OffsetDateTime time = row.getObject(index, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  static void setInstant(PreparedStatement statement, int index, @Nullable Instant time)
      throws SQLException {
    if (time == null) {
      statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
    } else {
      statement.setObject(index, time.atOffset(ZoneOffset.UTC));
    }
  }

  /** Binds the key that a row is found by. */
  static void setKey(PreparedStatement statement, int index, @Nullable Arn arn)
      throws SQLException {
    if (arn == null) {
      statement.setNull(index, Types.OTHER);
    } else {
      statement.setObject(index, arn.key());
    }
  }

  static @Nullable UUID key(@Nullable Arn arn) {
    return arn == null ? null : arn.key();
  }

  /** Binds a part of each element, as an array of texts, which the statement casts. */
  static <E> void setTexts(
      PreparedStatement statement,
      int index,
      Collection<E> elements,
      Function<E, @Nullable Object> part)
      throws SQLException {
    @Nullable String[] texts = new String[elements.size()];
    int i = 0;
    for (E element : elements) {
      Object value = part.apply(element);
      // The text of an Instant takes twice as long to make.
      texts[i++] = text(value instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : value);
    }
    statement.setArray(index, statement.getConnection().createArrayOf("text", texts));
  }

  static List<String> texts(ResultSet row, int index) throws SQLException {
    return Arrays.asList((String[]) row.getArray(index).getArray());
  }

  static List<Integer> integers(ResultSet row, int index) throws SQLException {
    return Arrays.asList((Integer[]) row.getArray(index).getArray());
  }

  static @Nullable Integer integer(ResultSet row, int index) throws SQLException {
    int value = row.getInt(index);
    return row.wasNull() ? null : value;
  }

  static Map<String, String> tags(String json) {
    Map<String, String> tags = new HashMap<>();
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
        tags.put(key, parser.nextTextValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tags;
  }

  static String json(Map<String, String> tags) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      for (Map.Entry<String, String> tag : tags.entrySet()) {
        json.writeStringField(tag.getKey(), tag.getValue());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
