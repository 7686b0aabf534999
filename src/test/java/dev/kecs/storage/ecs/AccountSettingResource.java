package dev.kecs.storage.ecs;

import static dev.kecs.storage.ecs.ClusterResource.ELSEWHERE;
import static dev.kecs.storage.test.Samples.NAME;
import static dev.kecs.storage.test.Samples.SCOPE;

import dev.kecs.storage.model.Scope;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.test.Samples;
import dev.kecs.storage.test.resource.AnyList;
import dev.kecs.storage.test.resource.Calls;
import dev.kecs.storage.test.resource.Plan;
import dev.kecs.storage.test.resource.Resource;
import dev.kecs.storage.test.resource.Table;
import dev.kecs.storage.test.resource.Ways;
import dev.kecs.storage.transaction.Stores;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** What the shared checks know of account settings. */
public final class AccountSettingResource extends Resource<AccountSettingStore> {
  private static final String PRINCIPAL = "arn:aws:iam::123456789012:user/me";

  public AccountSettingResource() {
    super(AccountSettingStore.class);
  }

  @Override
  public List<Table> tables() {
    return List.of(
        Table.of(
            "account_settings",
            Table.SCOPE,
            """
            INSERT INTO account_settings (account_id, region, principal_arn, name, value)
            SELECT '%1$s', '%2$s', 'user' || p, 'setting' || n, 'on'
            FROM generate_series(1, 50) p, generate_series(1, 400) n
            """));
  }

  private static AccountSetting sample(int number) {
    return new AccountSetting(SCOPE, PRINCIPAL, Samples.named(number), "on");
  }

  @Override
  public void store(Stores stores, int number) {
    stores.accountSettings().put(sample(number));
  }

  @Override
  public List<Ways<AccountSettingStore, ?, ?>> ways() {
    return List.of(
        Ways.<AccountSettingStore, AccountSetting>of(sample(0))
            .fixed("scope")
            .named("principalArn", "name")
            .anew("put", AccountSettingResource::put)
            .anew("put in place of another value", AccountSettingResource::putInPlace)
            .read("find", AccountSettingResource::found)
            .read("list", AccountSettingResource::listed)
            .read("list of what takes effect", AccountSettingResource::effective)
            .delete(
                (settings, stored) ->
                    settings.delete(SCOPE, stored.principalArn(), stored.name())));
  }

  private static AccountSetting put(AccountSettingStore settings, AccountSetting given) {
    settings.putDefault(SCOPE, "another", "off");
    return settings.put(given);
  }

  private static AccountSetting putInPlace(AccountSettingStore settings, AccountSetting given) {
    settings.put(new AccountSetting(SCOPE, given.principalArn(), given.name(), "before"));
    return put(settings, given);
  }

  private static AccountSetting found(AccountSettingStore settings, AccountSetting stored) {
    return settings.find(SCOPE, stored.principalArn(), stored.name()).orElseThrow();
  }

  private static AccountSetting listed(AccountSettingStore settings, AccountSetting stored) {
    AccountSettingQuery query =
        AccountSettingQuery.of(SCOPE).withPrincipalArn(stored.principalArn());
    return Ways.only(settings.list(query, PageRequest.first()));
  }

  private static AccountSetting effective(AccountSettingStore settings, AccountSetting stored) {
    AccountSettingQuery query =
        AccountSettingQuery.effective(SCOPE, stored.principalArn()).withName(stored.name());
    return Ways.only(settings.list(query, PageRequest.first()));
  }

  @Override
  public Stream<AnyList> lists() {
    AccountSettingQuery all = AccountSettingQuery.of(SCOPE);
    return Stream.of(
        listed(
            "all", all, number -> "p" + AnyList.scattered(number / 2), number -> "n" + number % 2),
        listed(
            "of a principal",
            all.withPrincipalArn(PRINCIPAL),
            number -> PRINCIPAL,
            AnyList::scattered),
        listed(
            "effective",
            AccountSettingQuery.effective(SCOPE, PRINCIPAL),
            number -> number % 2 == 0 ? PRINCIPAL : AccountSetting.DEFAULT,
            AnyList::scattered));
  }

  private static AnyList listed(
      String words,
      AccountSettingQuery query,
      IntFunction<String> principal,
      IntFunction<String> name) {
    return new AnyList(
        "accountSettings.list",
        words,
        (stores, number) -> {
          AccountSettingStore settings = stores.accountSettings();
          AccountSetting given =
              new AccountSetting(SCOPE, principal.apply(number), name.apply(number), "on");
          settings.put(
              new AccountSetting(ELSEWHERE.scope(), given.principalArn(), given.name(), "off"));
          if (query.principalArn() != null) {
            settings.put(new AccountSetting(SCOPE, "other", given.name(), "off"));
            settings.putDefault(SCOPE, given.name() + (query.effective() ? "" : "-2"), "off");
          }
          return shown(settings.put(given), query);
        },
        (stores, text) -> delete(stores.accountSettings(), query, text.split(" ", 2)),
        lister(query),
        AnyList.BY_TEXT,
        Stream.of(
                query.withScope(ELSEWHERE.scope()),
                query.withName("on"),
                query.withValue("on"),
                query.withPrincipalArn("other"),
                query.withPrincipalArn(PRINCIPAL + "2").withEffective(!query.effective()))
            .map(AccountSettingResource::lister)
            .toList());
  }

  private static void delete(
      AccountSettingStore settings, AccountSettingQuery query, String... parts) {
    if (query.effective()) {
      settings.delete(SCOPE, AccountSetting.DEFAULT, parts[0]);
      settings
          .find(SCOPE, PRINCIPAL, parts[0])
          .ifPresent(own -> settings.delete(SCOPE, PRINCIPAL, parts[0]));
    } else {
      settings.delete(SCOPE, parts[0], parts[1]);
    }
  }

  private static AnyList.Lister lister(AccountSettingQuery query) {
    return (stores, page) ->
        AnyList.shown(stores.accountSettings().list(query, page), setting -> shown(setting, query));
  }

  private static String shown(AccountSetting setting, AccountSettingQuery query) {
    return query.effective() ? setting.name() : setting.principalArn() + " " + setting.name();
  }

  @Override
  public Stream<Plan> plans() {
    AccountSettingQuery all = AccountSettingQuery.of(SCOPE);
    return Plan.each(
        "accountSettings.list",
        (stores, query, page) -> stores.accountSettings().list(query, page),
        all,
        all.withPrincipalArn("user7"));
  }

  @Override
  public Calls<AccountSettingStore> calls() {
    PageRequest page = PageRequest.first(3);
    return new Calls<AccountSettingStore>()
        .writes("put", 1, (settings, i) -> settings.put(sample(i)))
        .writes(
            "putDefault", 1, (settings, i) -> settings.putDefault(SCOPE, Samples.named(i), "on"))
        .reads("find", 1, (settings, i) -> settings.find(SCOPE, PRINCIPAL, Samples.named(i)))
        .reads("findDefault", 1, (settings, i) -> settings.findDefault(SCOPE, Samples.named(i)))
        .reads("list", 1, (settings, i) -> settings.list(AccountSettingQuery.of(SCOPE), page))
        .reads(
            "list of what takes effect",
            1,
            (settings, i) -> settings.list(AccountSettingQuery.effective(SCOPE, PRINCIPAL), page))
        .writes("delete", 1, (settings, i) -> settings.delete(SCOPE, PRINCIPAL, Samples.named(i)));
  }

  @Override
  public void fill(Stores stores, Scope scope) {
    AccountSettingStore settings = stores.accountSettings();
    settings.put(new AccountSetting(scope, NAME, NAME, "own"));
    settings.putDefault(scope, NAME, "of all");
    settings.putDefault(scope, "other", "of all");
  }

  @Override
  public Map<Class<?>, List<?>> askedWith() {
    return Map.of(
        AccountSetting.class,
        List.of(
            new AccountSetting(SCOPE, NAME, NAME, "changed"),
            new AccountSetting(SCOPE, AccountSetting.DEFAULT, NAME, "changed")));
  }
}
