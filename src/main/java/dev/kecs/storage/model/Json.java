package dev.kecs.storage.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.internal.check.Check;
import dev.kecs.storage.internal.check.JsonSyntax;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A JSON document, kept byte for byte: two are equal only if their texts are, including white space
 * and the order of members. Any JSON value is a document, {@code null} and {@code 7} too.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
public final class Json {
  /** How deep arrays and objects may be nested: {@value}. */
  public static final int MAX_DEPTH = JsonSyntax.MAX_DEPTH;

  private final String text;

  private Json(String text) {
    this.text = text;
  }

  /**
   * Returns the document of this text.
   *
   * @throws InvalidValueException if it is not exactly one JSON value, is nested deeper than {@link
   *     #MAX_DEPTH}, or holds unpaired surrogates. The message says where, and repeats nothing of
   *     the text, which may hold secrets.
   */
  public static Json of(String text) {
    Check.textOf("JSON", text);
    try (JsonParser parser = JsonSyntax.FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw new InvalidValueException("JSON is empty");
      }
      // Skipping the value also checks the text between its tokens.
      parser.skipChildren();
      if (parser.nextToken() != null) {
        throw new InvalidValueException("JSON goes on after its value");
      }
    } catch (StreamConstraintsException e) {
      throw new InvalidValueException("JSON is nested deeper than " + MAX_DEPTH);
    } catch (JsonProcessingException e) {
      // Not as the cause: its message quotes the text.
      throw new InvalidValueException(
          "JSON is malformed at line "
              + e.getLocation().getLineNr()
              + ", column "
              + e.getLocation().getColumnNr());
    } catch (IOException e) {
      throw new UncheckedIOException("reading a text cannot fail", e);
    }
    return new Json(text);
  }

  /**
   * Returns the document of a text that is known to be JSON, such as a server's value of type json.
   */
  public static Json unchecked(String text) {
    return new Json(Check.given("JSON", text));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Json json && text.equals(json.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Returns the text, as it was given. */
  @Override
  public String toString() {
    return text;
  }
}
