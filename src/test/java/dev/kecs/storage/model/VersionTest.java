package dev.kecs.storage.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kecs.storage.error.InvalidValueException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {
  @Property
  void theTextOfAVersionIsThatVersion(
      @ForAll @LongRange(min = 1) long row, @ForAll @LongRange(min = 1) long change) {
    Version version = Version.of(row, change);

    assertThat(Version.parse(version.toString())).isEqualTo(version);
    assertThat(version.row()).isEqualTo(row);
    assertThat(version.change()).isEqualTo(change);
  }

  @Test
  void anotherRowOrAnotherChangeIsAnotherVersion() {
    assertThat(Version.of(12, 3)).hasToString("12-3").hasSameHashCodeAs(Version.of(12, 3));
    assertThat(Version.of(12, 3)).isNotEqualTo(Version.of(1, 23)).isNotEqualTo(Version.of(12, 4));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "1",
        "1-",
        "-1",
        "0-1",
        "1-0",
        "01-1",
        "+1-1",
        "1-1 ",
        "1-2-3",
        "9223372036854775808-1",
        "١-١"
      })
  void aTextThatIsNoVersionIsRefused(String text) {
    assertThatThrownBy(() -> Version.parse(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith("version is malformed: '");
  }
}
