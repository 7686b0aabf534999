package dev.kecs.storage.ecs;

import static dev.kecs.storage.ecs.AccountSetting.DEFAULT;
import static dev.kecs.storage.test.Samples.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kecs.storage.Storage;
import dev.kecs.storage.error.InvalidPageTokenException;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.NotFoundException;
import dev.kecs.storage.model.Scope;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.page.Pages;
import dev.kecs.storage.test.StorageExtension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(StorageExtension.class)
class AccountSettingStoreTest {
  private static final List<Scope> SCOPES =
      List.of(
          SCOPE,
          new Scope("210987654321", SCOPE.region()),
          new Scope(SCOPE.account(), "eu-west-2"));
  private static final String ANN = "arn:aws:iam::123456789012:user/ann";
  private static final String BOB = "arn:aws:iam::123456789012:user/bob";
  private static final String INSIGHTS = "containerInsights";

  private final Storage storage;
  private final AccountSettingStore settings;

  AccountSettingStoreTest(Storage storage) {
    this.storage = storage;
    this.settings = storage.accountSettings();
  }

  @Test
  void aSettingTakesEveryValueInTurnUntilItIsDeleted() {
    for (String value : List.of("enabled", "disabled", "disabled", "", "it's \"a\\b\" 100%_ 🚀")) {
      AccountSetting setting = new AccountSetting(SCOPE, ANN, INSIGHTS, value);

      assertThat(settings.put(setting)).isEqualTo(setting);
      assertThat(settings.find(SCOPE, ANN, INSIGHTS)).contains(setting);
      assertThat(all()).containsExactly(setting);
    }

    settings.delete(SCOPE, ANN, INSIGHTS);
    assertThat(settings.find(SCOPE, ANN, INSIGHTS)).isEmpty();
    assertThat(all()).isEmpty();
  }

  @Test
  void theDefaultIsTheSettingOfThePrincipalDefault() {
    AccountSetting enabled = new AccountSetting(SCOPE, DEFAULT, INSIGHTS, "enabled");
    assertThat(settings.putDefault(SCOPE, INSIGHTS, "enabled")).isEqualTo(enabled);
    assertThat(settings.findDefault(SCOPE, INSIGHTS)).contains(enabled);
    assertThat(settings.find(SCOPE, "default", INSIGHTS)).contains(enabled);
    assertThat(settings.find(SCOPE, ANN, INSIGHTS)).isEmpty();

    AccountSetting disabled = settings.put(new AccountSetting(SCOPE, DEFAULT, INSIGHTS, "off"));
    assertThat(settings.findDefault(SCOPE, INSIGHTS)).contains(disabled);
    assertThat(all()).containsExactly(disabled);

    settings.delete(SCOPE, DEFAULT, INSIGHTS);
    assertThat(settings.findDefault(SCOPE, INSIGHTS)).isEmpty();
  }

  @Test
  void aDefaultNeedsANameAndAValue() {
    for (String name : Arrays.asList(null, "", "n".repeat(129), "\0", "\uD83D")) {
      assertThatThrownBy(() -> settings.putDefault(SCOPE, name, "on"))
          .isExactlyInstanceOf(InvalidValueException.class)
          .hasMessageContaining("name");
    }
    for (String value : Arrays.asList(null, "\0", "\uD83D")) {
      assertThatThrownBy(() -> settings.putDefault(SCOPE, INSIGHTS, value))
          .isExactlyInstanceOf(InvalidValueException.class)
          .hasMessageContaining("value");
    }
    assertThat(all()).isEmpty();
  }

  /** Of characters of three bytes each, in no order that an index could make shorter. */
  @Test
  void theLongestNamesAreKept() {
    String principal = scattered(620);
    String name = scattered(128);
    AccountSetting longest = settings.put(new AccountSetting(SCOPE, principal, name, "on"));

    assertThat(settings.find(SCOPE, principal, name)).contains(longest);
    assertThat(settings.find(SCOPE, principal.substring(1), name)).isEmpty();
  }

  private static String scattered(int length) {
    return new Random(length)
        .ints(length, 0x4E00, 0x9FFF)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Test
  void theSameSettingOfAnotherAccountRegionPrincipalOrNameIsAnother() {
    List<AccountSetting> stored = new ArrayList<>();
    for (Scope scope : SCOPES) {
      for (String principal : List.of(ANN, BOB, DEFAULT)) {
        for (String name : List.of(INSIGHTS, "containerinsights")) {
          String value = "number " + stored.size();
          stored.add(settings.put(new AccountSetting(scope, principal, name, value)));
        }
      }
    }
    assertThat(all()).containsExactlyInAnyOrderElementsOf(stored);

    while (!stored.isEmpty()) {
      AccountSetting gone = stored.remove(stored.size() / 2);
      settings.delete(gone.scope(), gone.principalArn(), gone.name());

      assertThat(all()).containsExactlyInAnyOrderElementsOf(stored);
      assertThat(settings.find(gone.scope(), gone.principalArn(), gone.name())).isEmpty();
      assertThat(stored)
          .allSatisfy(
              each ->
                  assertThat(settings.find(each.scope(), each.principalArn(), each.name()))
                      .contains(each));
    }
  }

  @Test
  void deletingWhatIsNotThereIsRefusedAndTheUnitStaysUsable() {
    settings.putDefault(SCOPE, INSIGHTS, "enabled");

    storage.inTransaction(
        unit -> {
          assertThatThrownBy(() -> unit.accountSettings().delete(SCOPE, ANN, INSIGHTS))
              .isExactlyInstanceOf(NotFoundException.class)
              .hasMessageContainingAll(ANN, INSIGHTS);
          return unit.accountSettings().putDefault(SCOPE, INSIGHTS, "disabled");
        });

    assertThat(settings.findDefault(SCOPE, INSIGHTS).map(AccountSetting::value))
        .contains("disabled");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0b", "\uD83D", "\uDE00"})
  void aTextThatNoSettingCanHaveIsRefusedAndTheUnitStaysUsable(String text) {
    settings.put(new AccountSetting(SCOPE, "?", "?", "on"));

    storage.inTransaction(
        unit -> {
          AccountSettingStore store = unit.accountSettings();
          assertInvalid(() -> store.find(SCOPE, text, "?"));
          assertInvalid(() -> store.find(SCOPE, "?", text));
          assertInvalid(() -> store.findDefault(SCOPE, text));
          assertInvalid(() -> store.delete(SCOPE, text, "?"));
          assertInvalid(() -> store.delete(SCOPE, "?", text));
          assertInvalid(
              () ->
                  store.list(
                      AccountSettingQuery.effective(SCOPE, text).withName("?"),
                      PageRequest.first()));
          return store.put(new AccountSetting(SCOPE, ANN, "?", "on"));
        });

    assertThat(all()).hasSize(2);
  }

  private static void assertInvalid(Runnable call) {
    assertThatThrownBy(call::run).isExactlyInstanceOf(InvalidValueException.class);
  }

  // list

  @Test
  void everyCombinationOfFiltersHoldsWhatEachOfThemSays() {
    List<AccountSetting> stored = storedSettings();

    for (Scope scope : SCOPES) {
      for (String principal : Arrays.asList(null, DEFAULT, "a%", "ab", "a_", "A%", "none")) {
        for (String name : Arrays.asList(null, "n%", "nm", "n_", "n\\", "N%", "")) {
          for (String value : Arrays.asList(null, "on%", "one", "on_", "on\\", "on", "")) {
            AccountSettingQuery query =
                new AccountSettingQuery(scope, name, value, principal, false);
            assertThat(list(query))
                .as(query.toString())
                .isEqualTo(stored.stream().filter(each -> isIn(query, each)).toList());
            if (principal != null) {
              AccountSettingQuery effective = query.withEffective(true);
              assertThat(list(effective))
                  .as(effective.toString())
                  .isEqualTo(effective(effective, stored));
            }
          }
        }
      }
    }
  }

  /** Stores, for each principal of each scope, all names but one, which are others each time. */
  private List<AccountSetting> storedSettings() {
    List<String> principals = List.of(DEFAULT, "a%", "ab", "a_", "I", "ı");
    List<String> names = List.of("n%", "nm", "n_", "n\\", "Z", "i", "ı");
    List<String> values = List.of("on%", "one", "on_", "on\\", "");
    List<AccountSetting> stored = new ArrayList<>();
    for (Scope scope : SCOPES) {
      for (int p = principals.size() - 1; p >= 0; p--) {
        for (int n = names.size() - 1; n >= 0; n--) {
          if (n != (p + SCOPES.indexOf(scope)) % names.size()) {
            String value = values.get((n + 2 * p) % values.size());
            stored.add(
                settings.put(new AccountSetting(scope, principals.get(p), names.get(n), value)));
          }
        }
      }
    }
    stored.sort(
        Comparator.comparing(AccountSetting::principalArn).thenComparing(AccountSetting::name));
    return stored;
  }

  private static boolean isIn(AccountSettingQuery query, AccountSetting setting) {
    return (query.principalArn() == null || query.principalArn().equals(setting.principalArn()))
        && isInScopeNameAndValue(query, setting);
  }

  private static boolean isInScopeNameAndValue(AccountSettingQuery query, AccountSetting setting) {
    return query.scope().equals(setting.scope())
        && (query.name() == null || query.name().equals(setting.name()))
        && (query.value() == null || query.value().equals(setting.value()));
  }

  /** The principal's own settings and then, of the names that are missing, the defaults. */
  private static List<AccountSetting> effective(
      AccountSettingQuery query, List<AccountSetting> stored) {
    List<AccountSetting> found = new ArrayList<>();
    for (String principal : List.of(Objects.requireNonNull(query.principalArn()), DEFAULT)) {
      for (AccountSetting setting : stored) {
        if (setting.scope().equals(query.scope())
            && setting.principalArn().equals(principal)
            && found.stream().noneMatch(each -> each.name().equals(setting.name()))) {
          found.add(setting);
        }
      }
    }
    return found.stream()
        .filter(setting -> isInScopeNameAndValue(query, setting))
        .sorted(Comparator.comparing(AccountSetting::name))
        .toList();
  }

  @Test
  void whatTakesEffectIsThePrincipalsOwnValueOrElseTheDefault() {
    AccountSetting own = settings.put(new AccountSetting(SCOPE, ANN, "both", "own"));
    AccountSetting onlyOwn = settings.put(new AccountSetting(SCOPE, ANN, "own", "own"));
    AccountSetting hidden = settings.putDefault(SCOPE, "both", "default");
    AccountSetting onlyDefault = settings.putDefault(SCOPE, "default", "default");
    settings.put(new AccountSetting(SCOPE, BOB, "other", "other's"));
    AccountSettingQuery anns = AccountSettingQuery.effective(SCOPE, ANN);

    assertThat(list(anns)).containsExactly(own, onlyDefault, onlyOwn);
    assertThat(list(anns.withValue("default"))).containsExactly(onlyDefault);
    assertThat(list(anns.withName("both").withValue("default"))).isEmpty();
    assertThat(list(AccountSettingQuery.effective(SCOPE, DEFAULT)))
        .containsExactly(hidden, onlyDefault);
    assertThat(list(AccountSettingQuery.effective(SCOPE, "nobody")))
        .containsExactly(hidden, onlyDefault);

    settings.delete(SCOPE, ANN, "both");
    assertThat(list(anns)).containsExactly(hidden, onlyDefault, onlyOwn);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 100})
  void aWalkReturnsEverySettingOnceInOrder(int limit) {
    List<AccountSetting> stored = storedSettings();
    for (AccountSettingQuery query :
        List.of(
            AccountSettingQuery.of(SCOPE), AccountSettingQuery.of(SCOPE).withPrincipalArn("ab"))) {
      assertThat(walk(query, limit))
          .isNotEmpty()
          .isEqualTo(stored.stream().filter(each -> isIn(query, each)).toList());
    }
    for (String principal : List.of(DEFAULT, "a%", "ı", "none")) {
      AccountSettingQuery query = AccountSettingQuery.effective(SCOPE, principal);
      assertThat(walk(query, limit)).isNotEmpty().isEqualTo(effective(query, stored));
    }
  }

  @Test
  void aPageTokenIsForItsOwnFilterAndForEffectiveOnesOrNot() {
    storedSettings();
    AccountSettingQuery plain = AccountSettingQuery.of(SCOPE).withPrincipalArn("ab");
    AccountSettingQuery effective = AccountSettingQuery.effective(SCOPE, "ab");

    assertRefused(plain, effective, plain.withPrincipalArn(null), plain.withPrincipalArn("a_"));
    assertRefused(
        effective,
        plain,
        effective.withPrincipalArn("a_"),
        effective.withValue("on%"),
        effective.withScope(SCOPES.get(1)));
  }

  private void assertRefused(AccountSettingQuery own, AccountSettingQuery... others) {
    PageRequest next =
        PageRequest.first(1).next(settings.list(own, PageRequest.first(1)).nextToken());
    assertThat(settings.list(own, next).items()).hasSize(1);
    for (AccountSettingQuery other : others) {
      assertThatThrownBy(() -> settings.list(other, next))
          .as(other.toString())
          .isExactlyInstanceOf(InvalidPageTokenException.class);
    }
  }

  @Test
  void aQueryNeedsAScopeAndForEffectiveOnesAPrincipal() {
    assertThatThrownBy(() -> AccountSettingQuery.of(null))
        .isExactlyInstanceOf(InvalidValueException.class)
        .hasMessageContaining("scope");
    assertThatThrownBy(() -> AccountSettingQuery.effective(SCOPE, null))
        .isExactlyInstanceOf(InvalidValueException.class)
        .hasMessageContaining("principalArn");
    assertThatThrownBy(() -> AccountSettingQuery.of(SCOPE).withEffective(true))
        .isExactlyInstanceOf(InvalidValueException.class)
        .hasMessageContaining("principalArn");
  }

  private List<AccountSetting> all() {
    return SCOPES.stream().flatMap(scope -> list(AccountSettingQuery.of(scope)).stream()).toList();
  }

  private List<AccountSetting> list(AccountSettingQuery query) {
    return walk(query, PageRequest.MAX_LIMIT);
  }

  private List<AccountSetting> walk(AccountSettingQuery query, int limit) {
    return Pages.stream(page -> settings.list(query, page), limit).toList();
  }
}
