package dev.kecs.storage.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kecs.storage.error.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageRequestTest {
  @Test
  void theFirstPageHasAHundredItemsUnlessSaidOtherwise() {
    assertThat(PageRequest.first()).isEqualTo(new PageRequest(100, null));
    assertThat(PageRequest.first(7)).isEqualTo(new PageRequest(7, null));
  }

  @Test
  void theNextPageHasTheSameLimit() {
    assertThat(PageRequest.first(7).next("token")).isEqualTo(new PageRequest(7, "token"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1000})
  void theLimitIsFromOneToAThousand(int limit) {
    assertThat(PageRequest.first(limit).limit()).isEqualTo(limit);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1001})
  void anotherLimitIsRefused(int limit) {
    assertThatThrownBy(() -> PageRequest.first(limit))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("limit is not from 1 to 1000: " + limit);
  }
}
