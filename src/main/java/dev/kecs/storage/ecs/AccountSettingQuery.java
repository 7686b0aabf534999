package dev.kecs.storage.ecs;

import dev.kecs.storage.internal.check.Check;
import dev.kecs.storage.model.Scope;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Which account settings a list holds: settings must match every part; null matches any. Texts are
 * compared literally.
 *
 * <p>Each part is found by an index but for those that say that rows are compared: of these, where
 * few match, a page reads many.
 *
 * @param scope the account and the region
 * @param name the setting's name; rows are compared
 * @param value the setting's value; if {@code effective}, the value that takes effect; rows are
 *     compared
 * @param principalArn the principal, {@code default} for the account's defaults
 * @param effective whether the list holds the settings that take effect for the principal: for each
 *     name its own value, or else the account's default; rows are compared. The principal is
 *     required then
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListAccountSettings.html">ListAccountSettings</a>
 */
@RecordBuilder
public record AccountSettingQuery(
    Scope scope,
    @Nullable String name,
    @Nullable String value,
    @Nullable String principalArn,
    boolean effective)
    implements AccountSettingQueryBuilder.With {
  private static final Check CHECK = new Check("query");

  public AccountSettingQuery {
    CHECK.required("scope", scope);
    if (effective) {
      CHECK.required("principalArn", principalArn);
    }
  }

  /** All settings of the scope, of all principals and the defaults. */
  public static AccountSettingQuery of(Scope scope) {
    return AccountSettingQueryBuilder.builder().scope(scope).build();
  }

  /** The settings that take effect for a principal. */
  public static AccountSettingQuery effective(Scope scope, String principalArn) {
    return new AccountSettingQuery(scope, null, null, principalArn, true);
  }
}
