package dev.kecs.storage.internal.pg.ecs;

import static dev.kecs.storage.internal.jooq.Tables.ACCOUNT_SETTINGS;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import dev.kecs.storage.ecs.AccountSetting;
import dev.kecs.storage.ecs.AccountSettingQuery;
import dev.kecs.storage.ecs.AccountSettingStore;
import dev.kecs.storage.error.NotFoundException;
import dev.kecs.storage.internal.jooq.tables.AccountSettings;
import dev.kecs.storage.internal.sql.run.Sql;
import dev.kecs.storage.internal.sql.statement.Binds;
import dev.kecs.storage.internal.sql.statement.Filter;
import dev.kecs.storage.internal.sql.statement.Keyset;
import dev.kecs.storage.internal.sql.statement.PageStatement;
import dev.kecs.storage.internal.sql.statement.ResultRow;
import dev.kecs.storage.internal.sql.statement.SqlStatement;
import dev.kecs.storage.model.Scope;
import dev.kecs.storage.page.Page;
import dev.kecs.storage.page.PageRequest;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;

final class PgAccountSettingStore implements AccountSettingStore {
  private static final List<Field<?>> FIELDS =
      List.of(
          ACCOUNT_SETTINGS.ACCOUNT_ID,
          ACCOUNT_SETTINGS.REGION,
          ACCOUNT_SETTINGS.PRINCIPAL_ARN,
          ACCOUNT_SETTINGS.NAME,
          ACCOUNT_SETTINGS.VALUE);

  private static final SqlStatement<AccountSetting, Void> PUT =
      SqlStatement.write(
          "accountSettings.put",
          in ->
              insertInto(ACCOUNT_SETTINGS)
                  .set(
                      ACCOUNT_SETTINGS.ACCOUNT_ID,
                      in.value(ACCOUNT_SETTINGS.ACCOUNT_ID, setting -> setting.scope().account()))
                  .set(
                      ACCOUNT_SETTINGS.REGION,
                      in.value(ACCOUNT_SETTINGS.REGION, setting -> setting.scope().region()))
                  .set(
                      ACCOUNT_SETTINGS.PRINCIPAL_ARN,
                      in.value(ACCOUNT_SETTINGS.PRINCIPAL_ARN, AccountSetting::principalArn))
                  .set(ACCOUNT_SETTINGS.NAME, in.value(ACCOUNT_SETTINGS.NAME, AccountSetting::name))
                  .set(
                      ACCOUNT_SETTINGS.VALUE,
                      in.value(ACCOUNT_SETTINGS.VALUE, AccountSetting::value))
                  .onConflict(
                      ACCOUNT_SETTINGS.ACCOUNT_ID,
                      ACCOUNT_SETTINGS.REGION,
                      ACCOUNT_SETTINGS.PRINCIPAL_ARN,
                      ACCOUNT_SETTINGS.NAME)
                  .doUpdate()
                  .set(ACCOUNT_SETTINGS.VALUE, excluded(ACCOUNT_SETTINGS.VALUE)));

  private static final SqlStatement<SettingKey, AccountSetting> FIND =
      SqlStatement.read(
          "accountSettings.find",
          in -> select(FIELDS).from(ACCOUNT_SETTINGS).where(is(in)),
          PgAccountSettingStore::read);

  private static final SqlStatement<SettingKey, Void> DELETE =
      SqlStatement.write(
          "accountSettings.delete", in -> deleteFrom(ACCOUNT_SETTINGS).where(is(in)));

  private static final PageStatement<AccountSettingQuery, AccountSetting> LIST =
      new PageStatement<>(
          "accountSettings.list",
          FIELDS,
          ACCOUNT_SETTINGS,
          filter().equal(ACCOUNT_SETTINGS.PRINCIPAL_ARN, AccountSettingQuery::principalArn),
          Keyset.ascending(ACCOUNT_SETTINGS.PRINCIPAL_ARN, ACCOUNT_SETTINGS.NAME),
          PgAccountSettingStore::read);

  private static final PageStatement<AccountSettingQuery, AccountSetting> LIST_EFFECTIVE =
      new PageStatement<>(
          "accountSettings.listEffective",
          FIELDS,
          ACCOUNT_SETTINGS,
          filter().given(AccountSettingQuery::principalArn, PgAccountSettingStore::takesEffect),
          Keyset.ascending(ACCOUNT_SETTINGS.NAME),
          PgAccountSettingStore::read);

  private final Sql sql;

  PgAccountSettingStore(Sql sql) {
    this.sql = sql;
  }

  @Override
  public AccountSetting put(AccountSetting setting) {
    sql.count(PUT, setting);
    return setting;
  }

  @Override
  public AccountSetting putDefault(Scope scope, String name, String value) {
    return put(new AccountSetting(scope, AccountSetting.DEFAULT, name, value));
  }

  @Override
  public Optional<AccountSetting> find(Scope scope, String principalArn, String name) {
    return sql.one(FIND, new SettingKey(scope, principalArn, name));
  }

  @Override
  public Optional<AccountSetting> findDefault(Scope scope, String name) {
    return find(scope, AccountSetting.DEFAULT, name);
  }

  @Override
  public void delete(Scope scope, String principalArn, String name) {
    if (sql.count(DELETE, new SettingKey(scope, principalArn, name)) == 0) {
      throw new NotFoundException(
          "account setting '" + name + "' of '" + principalArn + "' does not exist");
    }
  }

  @Override
  public Page<AccountSetting> list(AccountSettingQuery query, PageRequest page) {
    return sql.page(query.effective() ? LIST_EFFECTIVE : LIST, query, page);
  }

  private static Filter<AccountSettingQuery> filter() {
    return Filter.<AccountSettingQuery>of()
        .scope(ACCOUNT_SETTINGS.ACCOUNT_ID, ACCOUNT_SETTINGS.REGION, AccountSettingQuery::scope)
        .equal(ACCOUNT_SETTINGS.NAME, AccountSettingQuery::name)
        .equal(ACCOUNT_SETTINGS.VALUE, AccountSettingQuery::value);
  }

  /** A row is the principal's own, or the default if the principal has none of that name. */
  private static Condition takesEffect(Binds<AccountSettingQuery> in) {
    AccountSettings own = ACCOUNT_SETTINGS.as("own");
    return ACCOUNT_SETTINGS
        .PRINCIPAL_ARN
        .eq(in.value(ACCOUNT_SETTINGS.PRINCIPAL_ARN, AccountSettingQuery::principalArn))
        .or(
            ACCOUNT_SETTINGS
                .PRINCIPAL_ARN
                .eq(inline(AccountSetting.DEFAULT))
                .and(
                    notExists(
                        selectOne()
                            .from(own)
                            .where(own.ACCOUNT_ID.eq(ACCOUNT_SETTINGS.ACCOUNT_ID))
                            .and(own.REGION.eq(ACCOUNT_SETTINGS.REGION))
                            .and(
                                own.PRINCIPAL_ARN.eq(
                                    in.value(own.PRINCIPAL_ARN, AccountSettingQuery::principalArn)))
                            .and(own.NAME.eq(ACCOUNT_SETTINGS.NAME)))));
  }

  private static Condition is(Binds<SettingKey> in) {
    return ACCOUNT_SETTINGS
        .ACCOUNT_ID
        .eq(in.value(ACCOUNT_SETTINGS.ACCOUNT_ID, key -> key.scope().account()))
        .and(
            ACCOUNT_SETTINGS.REGION.eq(
                in.value(ACCOUNT_SETTINGS.REGION, key -> key.scope().region())))
        .and(
            ACCOUNT_SETTINGS.PRINCIPAL_ARN.eq(
                in.value(ACCOUNT_SETTINGS.PRINCIPAL_ARN, SettingKey::principalArn)))
        .and(ACCOUNT_SETTINGS.NAME.eq(in.value(ACCOUNT_SETTINGS.NAME, SettingKey::name)));
  }

  private static AccountSetting read(Object argument, ResultRow row) throws SQLException {
    return new AccountSetting(
        new Scope(row.get(ACCOUNT_SETTINGS.ACCOUNT_ID), row.get(ACCOUNT_SETTINGS.REGION)),
        row.get(ACCOUNT_SETTINGS.PRINCIPAL_ARN),
        row.get(ACCOUNT_SETTINGS.NAME),
        row.get(ACCOUNT_SETTINGS.VALUE));
  }

  private record SettingKey(Scope scope, String principalArn, String name) {}
}
