package dev.kecs.storage.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kecs.storage.error.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        " 7 ",
        "-0.0e+10",
        "\"\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\uD83D\uDE00\u007F\uFEFF\"",
        "[]",
        "{}",
        "\t\r\n{ \"b\" : [1, 2.50], \"a\" : null, \"a\" : {\"\":\"/\\/\"} }\n"
      })
  void aDocumentIsKeptByteForByte(String text) {
    assertThat(Json.of(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[1,]",
        "[1 2]",
        "[01]",
        "[.5]",
        "[1.]",
        "+1",
        "-",
        "NaN",
        "Infinity",
        "nul",
        "nullx",
        "'a'",
        "{a:1}",
        "{\"a\" 1}",
        "{\"a\":1,}",
        "{\"a\":}",
        "[1]]",
        "]",
        "\"",
        "\"a\nb\"",
        "\"\u001F\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\u00A07",
        "\uFEFF7",
        "/* */ 7",
        "7 # seven",
        "1a"
      })
  void whatIsNotJsonIsRefused(String text) {
    assertThatThrownBy(() -> Json.of(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith("JSON is malformed at line ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  \n"})
  void anEmptyTextIsNoDocument(String text) {
    assertThatThrownBy(() -> Json.of(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("JSON is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 2", "{} {}", "[]null", "true\"a\""})
  void thereIsOneValue(String text) {
    assertThatThrownBy(() -> Json.of(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("JSON goes on after its value");
  }

  @Test
  void theMessageTellsThePlaceAndNothingOfTheText() {
    assertThatThrownBy(() -> Json.of("{\"password\":\n secret}"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith("JSON is malformed at line 2, column ")
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  @Test
  void whatTextOfTheDatabaseCannotHoldIsRefused() {
    assertThatThrownBy(() -> Json.of("\"a\0\""))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("JSON holds U+0000");
    assertThatThrownBy(() -> Json.of("\"a\uD800\""))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("JSON holds an unpaired surrogate");
    assertThatThrownBy(() -> Json.of(null))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("JSON is required");
  }

  @Test
  void nestingEndsAtAThousand() {
    assertThat(Json.of("[".repeat(1000) + "]".repeat(1000))).isNotNull();
    assertThatThrownBy(() -> Json.of("[".repeat(1001) + "]".repeat(1001)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("JSON is nested deeper than 1000");
  }

  @Test
  void stringsNumbersNamesAndDocumentsMayBeLong() {
    String million = "1".repeat(1_000_000);
    String text = "{\"" + million + "\":[" + million + ",\"" + million.repeat(21) + "\"]}";

    assertThat(Json.of(text).toString()).isSameAs(text);
  }

  @Test
  void documentsAreEqualIfTheirTextsAre() {
    assertThat(Json.of("[1]")).isEqualTo(Json.unchecked("[1]")).isNotEqualTo(Json.of("[ 1]"));
    assertThat(Json.of("[1]")).hasSameHashCodeAs(Json.unchecked("[1]"));
  }
}
