package dev.kecs.storage.internal.sql.type;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.kecs.storage.internal.check.JsonSyntax;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.JSONB;
import org.jooq.impl.AbstractConverter;
import org.jspecify.annotations.Nullable;

/** A jsonb object whose values are texts, as a map that is ordered by key. */
@SuppressWarnings("unchecked") // There is no literal for the class of a Map<String, String>.
public final class TextMap extends AbstractConverter<JSONB, Map<String, String>> {
  private static final long serialVersionUID = 1L;

  private static final JSONB EMPTY = JSONB.valueOf("{}");

  /** The generated tables make one for each column. */
  public TextMap() {
    super(JSONB.class, (Class<Map<String, String>>) (Class<?>) Map.class);
  }

  @Override
  public @Nullable Map<String, String> from(@Nullable JSONB json) {
    if (json == null) {
      return null;
    }
    if (json.data().equals(EMPTY.data())) {
      return Map.of();
    }
    Map<String, String> map = new TreeMap<>();
    try (JsonParser parser = JsonSyntax.FACTORY.createParser(json.data())) {
      parser.nextToken();
      for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
        map.put(key, parser.nextTextValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a jsonb column holds no object of texts", e);
    }
    return Collections.unmodifiableMap(map);
  }

  @Override
  public @Nullable JSONB to(@Nullable Map<String, String> map) {
    if (map == null) {
      return null;
    }
    if (map.isEmpty()) {
      return EMPTY;
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JsonSyntax.FACTORY.createGenerator(text)) {
      json.writeStartObject();
      for (Map.Entry<String, String> entry : map.entrySet()) {
        json.writeStringField(entry.getKey(), entry.getValue());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return JSONB.valueOf(text.toString());
  }
}
