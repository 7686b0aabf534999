package dev.kecs.storage.ecs;

import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.NotFoundException;
import dev.kecs.storage.model.Scope;
import dev.kecs.storage.page.Page;
import dev.kecs.storage.page.PageRequest;
import java.util.Optional;

/**
 * The settings of principals, and an account's defaults for those that have none. Every method is
 * one statement.
 */
public interface AccountSettingStore {
  /**
   * Stores a setting; replaces an existing one of its principal and name.
   *
   * @return what is stored
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PutAccountSetting.html">PutAccountSetting</a>
   */
  AccountSetting put(AccountSetting setting);

  /**
   * Stores the account's default; replaces an existing one of that name.
   *
   * @return what is stored
   * @throws InvalidValueException if the values are not valid for an {@link AccountSetting}
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PutAccountSettingDefault.html">PutAccountSettingDefault</a>
   */
  AccountSetting putDefault(Scope scope, String name, String value);

  /**
   * Returns a principal's own setting; empty if it has none.
   *
   * @throws InvalidValueException if a text is not one that the database can hold
   */
  Optional<AccountSetting> find(Scope scope, String principalArn, String name);

  /**
   * Returns the account's default; empty if there is none.
   *
   * @throws InvalidValueException if the name is not a text that the database can hold
   */
  Optional<AccountSetting> findDefault(Scope scope, String name);

  /**
   * Deletes a principal's own setting, or a default.
   *
   * @throws InvalidValueException if a text is not one that the database can hold
   * @throws NotFoundException if there is none; leaves a unit of work usable
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteAccountSetting.html">DeleteAccountSetting</a>
   */
  void delete(Scope scope, String principalArn, String name);

  /**
   * Returns a page of settings, ordered by principal and then by name. Effective settings are
   * ordered by name; {@code principalArn} tells whether a setting is the principal's own or the
   * account's default.
   */
  Page<AccountSetting> list(AccountSettingQuery query, PageRequest page);
}
