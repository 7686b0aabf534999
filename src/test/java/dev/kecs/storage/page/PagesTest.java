package dev.kecs.storage.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kecs.storage.error.InvalidPageTokenException;
import dev.kecs.storage.error.InvalidValueException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PagesTest {
  private final List<PageRequest> requests = new ArrayList<>();

  @Test
  void allItemsComeInOrder() {
    assertThat(Pages.stream(page -> numbers(7, page), 3)).containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(requests)
        .containsExactly(
            new PageRequest(3, null), new PageRequest(3, "3"), new PageRequest(3, "6"));
  }

  @Test
  void anEmptyListIsOnePage() {
    assertThat(Pages.stream(page -> numbers(0, page), 3)).isEmpty();
    assertThat(requests).hasSize(1);
  }

  @Test
  void aPageIsAskedForWhenItsFirstItemIs() {
    Stream<Integer> stream = Pages.stream(page -> numbers(7, page), 3);
    assertThat(requests).isEmpty();

    Iterator<Integer> items = stream.iterator();
    IntStream.range(0, 3).forEach(i -> assertThat(items.next()).isEqualTo(i));
    assertThat(requests).hasSize(1);

    assertThat(items.next()).isEqualTo(3);
    assertThat(requests).hasSize(2);
  }

  @Test
  void whatIsNotWantedIsNotAskedFor() {
    assertThat(Pages.stream(page -> numbers(1000, page), 3).limit(4)).hasSize(4);
    assertThat(requests).hasSize(2);
  }

  @Test
  void aWrongLimitIsRefusedAtOnce() {
    assertThatThrownBy(() -> Pages.stream(page -> numbers(7, page), 0))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void whatTheListThrowsIsThrown() {
    Stream<Integer> stream =
        Pages.stream(
            page -> {
              throw new InvalidPageTokenException("altered");
            },
            3);

    assertThatThrownBy(stream::toList).isInstanceOf(InvalidPageTokenException.class);
  }

  @Test
  void aPageIsACopy() {
    List<Integer> items = new ArrayList<>(List.of(1));
    Page<Integer> page = new Page<>(items, "token");
    items.clear();

    assertThat(page.items()).containsExactly(1).isUnmodifiable();
    assertThat(page.hasNext()).isTrue();
    assertThat(new Page<>(items, null).hasNext()).isFalse();
  }

  private Page<Integer> numbers(int size, PageRequest request) {
    requests.add(request);
    String token = request.nextToken();
    int from = token == null ? 0 : Integer.parseInt(token);
    int to = Math.min(size, from + request.limit());
    return new Page<>(
        IntStream.range(from, to).boxed().toList(), to < size ? Integer.toString(to) : null);
  }
}
