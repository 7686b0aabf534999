package dev.kecs.storage.store;

import static dev.kecs.storage.test.Samples.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kecs.storage.Storage;
import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.ecs.TaskDefinitionArn;
import dev.kecs.storage.ecs.TaskQuery;
import dev.kecs.storage.error.InvalidPageTokenException;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.page.Page;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.page.PageToken;
import dev.kecs.storage.page.Pages;
import dev.kecs.storage.test.Race;
import dev.kecs.storage.test.Samples;
import dev.kecs.storage.test.SharedDatabase;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.TestDatabase.Role;
import dev.kecs.storage.test.resource.AnyList;
import dev.kecs.storage.test.resource.AnyList.Item;
import dev.kecs.storage.test.resource.AnyList.Lister;
import dev.kecs.storage.test.resource.Called;
import dev.kecs.storage.test.resource.Resource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every list of every store. */
@ExtendWith(StorageExtension.class)
class PagingTest {
  /** More than ten, so that revisions of two digits are among them. */
  private static final int ROWS = 12;

  /** Of three rows one goes, while a walk is on. */
  private static final int VICTIM = 3;

  private int inserted;

  static Stream<AnyList> lists() {
    return Resources.all().flatMap(Resource::lists);
  }

  @BeforeEach
  void prepare(Storage storage) {
    Resources.all().forEach(resource -> resource.prepareLists(storage));
  }

  @ParameterizedTest
  @MethodSource("lists")
  void aWalkReturnsEveryRowOnceAndInOrder(AnyList list, Storage storage) {
    List<String> expected = texts(list, insert(list, storage, ROWS));

    for (int limit : new int[] {1, 2, 5, ROWS - 1, ROWS, ROWS + 1, PageRequest.MAX_LIMIT}) {
      List<Page<String>> pages = walk(list, storage, limit);

      assertThat(pages).flatExtracting(Page::items).as("limit %d", limit).isEqualTo(expected);
      // Full pages but for the last, which is not empty: so there is no page too many.
      assertThat(pages).hasSize((ROWS + limit - 1) / limit);
      assertThat(pages.subList(0, pages.size() - 1))
          .allSatisfy(page -> assertThat(page.items()).hasSize(limit));
    }
  }

  @ParameterizedTest
  @MethodSource("lists")
  void aListOfNothingIsAnEmptyPageWithoutAToken(AnyList list, Storage storage) {
    Called called = new Called(storage);

    assertThat(list.list().page(called, PageRequest.first()))
        .isEqualTo(new Page<String>(List.of(), null));
    assertThat(called.names()).containsExactly(list.method());
  }

  @ParameterizedTest
  @MethodSource("lists")
  void aWalkGoesOnWhereThePageBeforeItIsGone(AnyList list, Storage storage) {
    List<String> expected = texts(list, insert(list, storage, ROWS));
    List<String> seen = new ArrayList<>();
    PageRequest request = PageRequest.first(5);
    while (request != null) {
      Page<String> page = list.list().page(storage, request);
      page.items().forEach(item -> list.delete().delete(storage, item));
      seen.addAll(page.items());
      request = page.nextToken() == null ? null : request.next(page.nextToken());
    }

    assertThat(seen).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("lists")
  void aWalkBetweenChangesReturnsWhatLivedThroughoutOnce(AnyList list, Storage storage) {
    for (int seed = 0; seed < 3; seed++) {
      Churn churn = new Churn(list, storage, new Random(seed));
      List<String> seen = new ArrayList<>();
      PageRequest request = PageRequest.first(1 + seed);
      while (request != null) {
        Page<String> page = list.list().page(storage, request);
        seen.addAll(page.items());
        churn.change();
        request = page.nextToken() == null ? null : request.next(page.nextToken());
      }

      churn.check(seen);
    }
  }

  @ParameterizedTest
  @MethodSource("lists")
  void aWalkDuringChangesReturnsWhatLivedThroughoutOnce(AnyList list, Storage storage) {
    Churn churn = new Churn(list, storage, new Random(ROWS));
    AtomicBoolean changed = new AtomicBoolean();
    List<List<String>> walks = new ArrayList<>();

    Race<Object> race =
        Race.between(
            () -> {
              try {
                while (churn.change()) {}
                return "";
              } finally {
                changed.set(true);
              }
            },
            () -> {
              do {
                walks.add(
                    walk(list, storage, 2).stream().flatMap(p -> p.items().stream()).toList());
              } while (!changed.get());
              return "";
            });

    assertThat(race.failures()).isEmpty();
    assertThat(walks).allSatisfy(churn::check);
  }

  @ParameterizedTest
  @MethodSource("lists")
  void aTokenOfAnotherQueryIsRefused(AnyList list, Storage storage) {
    insert(list, storage, 2);
    String token = token(list, storage);

    assertThatCode(() -> list.list().page(storage, new PageRequest(1, token)))
        .doesNotThrowAnyException();
    assertThat(list.others()).allSatisfy(other -> assertRefused(other, storage, token));
  }

  @Test
  void aTokenOfAnotherListIsRefused(Storage storage) {
    List<AnyList> lists = lists().toList();
    for (AnyList list : lists) {
      insert(list, storage, 2);
      String token = token(list, storage);
      assertThat(lists)
          .filteredOn(other -> !other.toString().equals(list.toString()))
          .allSatisfy(other -> assertRefused(other.list(), storage, token));
    }
  }

  @ParameterizedTest
  @MethodSource("lists")
  void anAlteredTokenIsRefused(AnyList list, Storage storage) {
    insert(list, storage, 2);
    String token = token(list, storage);
    byte[] bytes = Base64.getUrlDecoder().decode(token);

    for (int i = 0; i < bytes.length; i++) {
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        byte[] altered = bytes.clone();
        altered[i] ^= (byte) (1 << bit);
        assertRefused(list.list(), storage, encode(altered));
      }
    }
    for (int i = 0; i < token.length(); i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      assertRefused(list.list(), storage, token.substring(0, i) + other + token.substring(i + 1));
      assertRefused(list.list(), storage, token.substring(0, i));
      assertRefused(list.list(), storage, token.substring(i + 1));
    }
  }

  @ParameterizedTest
  @MethodSource("lists")
  void whatIsNoTokenIsRefused(AnyList list, Storage storage) {
    insert(list, storage, 2);
    String token = token(list, storage);

    for (String none :
        List.of("", " ", "0", "null", "%", "\u0131", "\uD83D\uDE00", "A".repeat(10_000))) {
      assertRefused(list.list(), storage, none);
    }
    for (String none :
        List.of(token + "=", token + "A", " " + token, token + "\n", token + token)) {
      assertRefused(list.list(), storage, none);
    }
  }

  @ParameterizedTest
  @MethodSource("lists")
  void aTokenOfAnotherVersionIsRefused(AnyList list, Storage storage) {
    insert(list, storage, 2);
    byte[] bytes = Base64.getUrlDecoder().decode(token(list, storage));
    for (byte version : new byte[] {0, 2, (byte) 255}) {
      bytes[0] = version;
      CRC32C checksum = new CRC32C();
      checksum.update(bytes, 0, bytes.length - Integer.BYTES);
      ByteBuffer.wrap(bytes).putInt(bytes.length - Integer.BYTES, (int) checksum.getValue());

      assertRefused(list.list(), storage, encode(bytes));
    }
  }

  @ParameterizedTest
  @MethodSource("lists")
  void aTokenWithAKeyOfOtherTypesIsRefused(AnyList list, Storage storage) {
    insert(list, storage, 2);
    PageToken token = PageToken.parse(token(list, storage));
    List<Object> longer = new ArrayList<>(token.key());
    longer.add(1L);

    for (List<Object> key : List.of(List.<Object>of(), List.<Object>of(1, "a"), longer)) {
      assertRefused(
          list.list(), storage, new PageToken(token.list(), token.digest(), key).encode());
    }
  }

  @ParameterizedTest
  @MethodSource("lists")
  void aTokenWithATextThatNoRowCanHaveIsRefused(AnyList list, Storage storage) {
    insert(list, storage, 2);
    PageToken token = PageToken.parse(token(list, storage));
    List<Object> key =
        token.key().stream().map(part -> part instanceof String ? "a\0b" : part).toList();

    if (!key.equals(token.key())) {
      assertRefused(
          list.list(), storage, new PageToken(token.list(), token.digest(), key).encode());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, PageRequest.MAX_LIMIT + 1, Integer.MAX_VALUE})
  void aLimitOutOfRangeIsInvalid(int limit) {
    assertThatThrownBy(() -> PageRequest.first(limit))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining(String.valueOf(limit));
    assertThatThrownBy(() -> Pages.stream(page -> new Page<>(List.of(), null), limit))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void theLargestPageIsFullWhereThereIsMore(Storage storage) {
    int rows = PageRequest.MAX_LIMIT + 1;
    TaskDefinitionArn definition = Samples.registered(storage, "many");
    storage
        .tasks()
        .createAll(
            IntStream.range(0, rows).mapToObj(i -> Samples.task("t" + i, definition)).toList());

    Page<Task> first =
        storage.tasks().list(TaskQuery.of(CLUSTER), PageRequest.first(PageRequest.MAX_LIMIT));
    Page<Task> last =
        storage
            .tasks()
            .list(TaskQuery.of(CLUSTER), new PageRequest(PageRequest.MAX_LIMIT, first.nextToken()));

    assertThat(first.items()).hasSize(PageRequest.MAX_LIMIT);
    assertThat(last.items()).extracting(task -> task.arn().id()).containsExactly("t0");
    assertThat(last.hasNext()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("lists")
  void aStreamHoldsNoConnectionBetweenItems(AnyList list, Storage storage) {
    List<String> expected = texts(list, insert(list, storage, ROWS));
    List<String> seen = new ArrayList<>();
    try (Storage narrow =
        Storage.open(
            StorageExtension.config(SharedDatabase.get(), Role.RUNNER).maxPoolSize(1).build())) {
      Iterator<String> items =
          Pages.stream(page -> list.list().page(narrow, page), ROWS / 2 - 1).iterator();
      while (items.hasNext()) {
        seen.add(items.next());
        assertThat(narrow.health().activeConnections()).isZero();
        assertThat(narrow.clusters().find(CLUSTER)).isPresent();
      }
    }

    assertThat(seen).isEqualTo(expected);
  }

  private List<Item> insert(AnyList list, Storage storage, int rows) {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      items.add(insert(list, storage));
    }
    return items;
  }

  private Item insert(AnyList list, Storage storage) {
    inserted++;
    return new Item(inserted, list.insert().insert(storage, inserted));
  }

  private static List<String> texts(AnyList list, List<Item> items) {
    return items.stream().sorted(list.order()).map(Item::text).toList();
  }

  private static List<Page<String>> walk(AnyList list, Storage storage, int limit) {
    List<Page<String>> pages = new ArrayList<>();
    PageRequest request = PageRequest.first(limit);
    while (request != null) {
      Page<String> page = list.list().page(storage, request);
      pages.add(page);
      request = page.nextToken() == null ? null : request.next(page.nextToken());
    }
    return pages;
  }

  private static String token(AnyList list, Storage storage) {
    String token = list.list().page(storage, PageRequest.first(1)).nextToken();
    assertThat(token).matches("[A-Za-z0-9_-]+");
    return token;
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static void assertRefused(Lister list, Storage storage, String token) {
    assertThatThrownBy(() -> list.page(storage, new PageRequest(1, token)))
        .as("token %s", token)
        .isInstanceOf(InvalidPageTokenException.class);
  }

  /** Changes that leave some rows alone, which a walk meanwhile must return each once. */
  private final class Churn {
    private final AnyList list;
    private final Storage storage;
    private final Random random;
    private final List<Item> survivors = new ArrayList<>();
    private final List<Item> victims = new ArrayList<>();
    private int changes = 3 * ROWS;

    Churn(AnyList list, Storage storage, Random random) {
      this.list = list;
      this.storage = storage;
      this.random = random;
      for (Item item : insert(list, storage, 2 * ROWS)) {
        (item.number() % VICTIM == 0 ? victims : survivors).add(item);
      }
    }

    /** Inserts one and deletes one; tells whether there is more to do. */
    boolean change() {
      if (changes == 0) {
        return false;
      }
      changes--;
      victims.add(insert(list, storage));
      Item victim = victims.remove(random.nextInt(victims.size()));
      list.delete().delete(storage, victim.text());
      return true;
    }

    void check(List<String> seen) {
      List<String> lived = texts(list, survivors);
      assertThat(seen).doesNotHaveDuplicates();
      assertThat(seen).filteredOn(lived::contains).isEqualTo(lived);
    }
  }
}
