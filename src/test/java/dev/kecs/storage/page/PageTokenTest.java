package dev.kecs.storage.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kecs.storage.error.InvalidPageTokenException;
import dev.kecs.storage.internal.check.Text;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.time.api.DateTimes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageTokenTest {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final List<Object> KEY = List.of("arn:aws:ecs:…", 42L);
  private static final PageToken TOKEN = new PageToken("tasks.list", 7, KEY);
  private static final List<Class<?>> TYPES = List.of(String.class, Long.class);

  @Property
  void aTokenSurvivesItsText(@ForAll("tokens") PageToken token) {
    String text = token.encode();

    assertThat(text).matches("[A-Za-z0-9_-]+");
    assertThat(PageToken.parse(text)).isEqualTo(token);
  }

  @Property
  void aTextWithOneOtherCharacterIsRefused(
      @ForAll("tokens") PageToken token, @ForAll int place, @ForAll @IntRange(max = 62) int by) {
    StringBuilder text = new StringBuilder(token.encode());
    int index = Math.floorMod(place, text.length());
    int other = (ALPHABET.indexOf(text.charAt(index)) + 1 + by) % ALPHABET.length();
    text.setCharAt(index, ALPHABET.charAt(other));

    assertMalformed(text.toString());
  }

  @Property
  void aTextThatWasCutOrLengthenedIsRefused(
      @ForAll("tokens") PageToken token, @ForAll int place, @ForAll @IntRange(max = 63) int more) {
    String text = token.encode();

    assertMalformed(text.substring(0, Math.floorMod(place, text.length())));
    assertMalformed(text + ALPHABET.charAt(more));
  }

  @Property
  void anyTextIsAnswered(@ForAll String text) {
    assertMalformed(text);
  }

  static Stream<String> othersThatDecodeToTheSame() {
    String padded = new PageToken("a", 7, List.of()).encode();
    return Stream.of(padded + "=", padded + "==", padded + "\n", " " + padded);
  }

  @ParameterizedTest
  @MethodSource("othersThatDecodeToTheSame")
  void aTextThatWouldNotEncodeToItselfIsRefused(String text) {
    assertMalformed(text);
  }

  @Test
  void bytesAfterTheKeyAreRefused() {
    assertMalformed(resealed(content -> Arrays.copyOf(content, content.length + 1)));
  }

  @Test
  void anUnknownVersionIsRefused() {
    String text =
        resealed(
            content -> {
              content[0] = 2;
              return content;
            });

    assertThatThrownBy(() -> PageToken.parse(text))
        .isInstanceOf(InvalidPageTokenException.class)
        .hasMessage("the page token is of the unknown version 2");
  }

  @Test
  void theKeyIsForItsOwnListAndFilter() {
    assertThat(TOKEN.keyFor("tasks.list", 7, TYPES)).isEqualTo(KEY);
    assertThatThrownBy(() -> TOKEN.keyFor("services.list", 7, TYPES))
        .isInstanceOf(InvalidPageTokenException.class)
        .hasMessage("the page token is of another list than services.list");
    assertThatThrownBy(() -> TOKEN.keyFor("tasks.list", 8, TYPES))
        .isInstanceOf(InvalidPageTokenException.class)
        .hasMessage("the page token is of tasks.list with another filter");
    assertThatThrownBy(() -> TOKEN.keyFor("tasks.list", 7, List.of(Long.class, String.class)))
        .isInstanceOf(InvalidPageTokenException.class);
    assertThatThrownBy(() -> TOKEN.keyFor("tasks.list", 7, List.of(String.class)))
        .isInstanceOf(InvalidPageTokenException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0b", "\uD800", "\uDC00\uD800"})
  void aKeyWithATextThatNoRowCanHaveIsRefused(String text) {
    assertMalformed(new PageToken("tasks.list", 7, List.of(text)).encode());
  }

  @Test
  void aKeyThatNoTokenHoldsIsAMistakeOfTheCaller() {
    PageToken token = new PageToken("tasks.list", 7, List.of(1.5));

    assertThatThrownBy(token::encode).isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertMalformed(String text) {
    assertThatThrownBy(() -> PageToken.parse(text))
        .isInstanceOf(InvalidPageTokenException.class)
        .hasMessage("the page token is malformed");
  }

  /** Returns the text of a token whose content was changed by somebody who knows the checksum. */
  private static String resealed(UnaryOperator<byte[]> change) {
    byte[] bytes = Base64.getUrlDecoder().decode(TOKEN.encode());
    byte[] content = change.apply(Arrays.copyOf(bytes, bytes.length - Integer.BYTES));
    CRC32C checksum = new CRC32C();
    checksum.update(content);
    byte[] sealed =
        ByteBuffer.allocate(content.length + Integer.BYTES)
            .put(content)
            .putInt((int) checksum.getValue())
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
  }

  @Provide
  Arbitrary<PageToken> tokens() {
    Arbitrary<Object> values =
        Arbitraries.oneOf(
            Arbitraries.longs().asGeneric(),
            Arbitraries.integers().asGeneric(),
            Arbitraries.strings().filter(text -> Text.faultOf(text) == null).asGeneric(),
            DateTimes.instants().asGeneric());
    return Combinators.combine(
            Arbitraries.of("tasks.list", "services.list", "s"),
            Arbitraries.longs(),
            values.list().ofMaxSize(4))
        .as(PageToken::new);
  }
}
