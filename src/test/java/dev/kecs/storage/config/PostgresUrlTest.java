package dev.kecs.storage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kecs.storage.error.InvalidValueException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;

class PostgresUrlTest {
  @ParameterizedTest
  @ValueSource(strings = {"postgres", "postgresql", "jdbc:postgresql"})
  void eachSchemeIsRead(String scheme) {
    PostgresUrl url = PostgresUrl.parse(scheme + "://ann:secret@db:5433/kecs?sslmode=require");

    assertThat(url.hosts()).containsExactly("db:5433");
    assertThat(url.database()).isEqualTo("kecs");
    assertThat(url.user()).isEqualTo("ann");
    assertThat(url.password()).isEqualTo("secret");
    assertThat(url.properties()).containsExactly(Map.entry("sslmode", "require"));
    assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://db:5433/kecs");
    assertThat(url).hasToString("postgres://ann:***@db:5433/kecs?sslmode=require");
  }

  @Test
  void whatIsLeftOutHasDefaults() {
    String processUser = System.getProperty("user.name");

    assertThat(PostgresUrl.parse("postgres://"))
        .returns(List.of("localhost:5432"), PostgresUrl::hosts)
        .returns(processUser, PostgresUrl::user)
        .returns(processUser, PostgresUrl::database)
        .returns(null, PostgresUrl::password);
    assertThat(PostgresUrl.parse("postgres://ann@db/"))
        .returns(List.of("db:5432"), PostgresUrl::hosts)
        .returns("ann", PostgresUrl::database)
        .returns(null, PostgresUrl::password);
    assertThat(PostgresUrl.parse("postgres://ann:@db").password()).isNull();
  }

  @Test
  void severalHostsAndAddressesAreKeptInOrder() {
    PostgresUrl url =
        PostgresUrl.parse("postgres://ann@b_1:1,[2001:db8::1],[::1]:65535,10.0.0.1/k");

    assertThat(url.hosts())
        .containsExactly("b_1:1", "[2001:db8::1]:5432", "[::1]:65535", "10.0.0.1:5432");
  }

  @Test
  void userAndPasswordCanBeParameters() {
    PostgresUrl url = PostgresUrl.parse("jdbc:postgresql://db/kecs?user=ann%40corp&password=p%26q");

    assertThat(url.user()).isEqualTo("ann@corp");
    assertThat(url.password()).isEqualTo("p&q");
    assertThat(url.properties()).isEmpty();
  }

  @Test
  void aPasswordMayHoldAnAtSign() {
    assertThat(PostgresUrl.parse("postgres://ann:p@ss@db/kecs"))
        .isEqualTo(PostgresUrl.parse("postgres://ann:p%40ss@db/kecs"));
  }

  @Test
  void aPlusIsASpaceOnlyWhereTheDriverReadsItSo() {
    assertThat(PostgresUrl.parse("jdbc:postgresql://db/k?user=a&password=p+q").password())
        .isEqualTo("p q");
    assertThat(PostgresUrl.parse("postgres://db/k?user=a&password=p+q").password())
        .isEqualTo("p+q");
    assertThat(PostgresUrl.parse("jdbc:postgresql://a:p+q@db/k").password()).isEqualTo("p+q");
  }

  @ParameterizedTest
  @CsvSource({
    "application_name=a, ApplicationName, a",
    "connect_timeout=7, connectTimeout, 7",
    "keepalives=0, tcpKeepAlive, false",
    "target_session_attrs=read-write, targetServerType, primary",
    "target_session_attrs=prefer-standby, targetServerType, preferSecondary",
    "load_balance_hosts=random, loadBalanceHosts, true",
    "sslnegotiation=direct, sslNegotiation, direct",
    "channel_binding=require, channelBinding, require",
    "gssencmode=disable, gssEncMode, disable",
    "krbsrvname=pg, kerberosServerName, pg",
    "'require_auth=!md5,!password', requireAuth, '!md5,!password'",
    "options=-c%20work_mem%3D8MB, options, -c work_mem=8MB",
    "prepareThreshold=-1, prepareThreshold, -1",
    "socketTimeout=060, socketTimeout, 60",
  })
  void aParameterIsTranslatedToTheDriversProperty(String text, String property, String value) {
    assertThat(PostgresUrl.parse("postgres://ann@db/kecs?" + text).properties())
        .containsExactly(Map.entry(property, value));
  }

  @Test
  void everyParameterIsAPropertyOfTheDriver() {
    String parameters =
        "application_name=a&options=-c%20a.b%3D1&connect_timeout=1&keepalives=1"
            + "&target_session_attrs=any&load_balance_hosts=disable&sslmode=verify-ca"
            + "&sslrootcert=r&sslcert=c&sslkey=k&sslpassword=p&gsslib=auto&gssencmode=allow";
    PostgresUrl url = PostgresUrl.parse("postgres://ann@db/kecs?" + parameters);

    assertThat(new Driver().getPropertyInfo(url.jdbcUrl(), new Properties()))
        .extracting(info -> info.name)
        .containsAll(url.properties().keySet());
  }

  @Test
  void theSystemsCertificatesAreTrustedOnlyWithFullVerification() {
    assertThat(PostgresUrl.parse("postgres://ann@db/kecs?sslrootcert=system").properties())
        .containsOnly(
            Map.entry("sslmode", "verify-full"),
            Map.entry("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory"));
    assertRefused("postgres://ann@db/kecs?sslrootcert=system&sslmode=require", "sslmode");
  }

  @ParameterizedTest
  @CsvSource({
    "sslmodus=require, 'unknown parameter ''sslmodus'''",
    "SSLMODE=require, 'unknown parameter ''SSLMODE'''",
    "currentSchema=x, 'unknown parameter ''currentSchema'''",
    "sslfactory=x.Y, 'unknown parameter ''sslfactory'''",
    "sslmode=on, 'sslmode must be one of disable, allow'",
    "connect_timeout=0, 'connect_timeout must be a whole number from 1'",
    "connect_timeout=9999999999, connect_timeout",
    "socketTimeout=5s, socketTimeout",
    "target_session_attrs=master, target_session_attrs",
    "tcpKeepAlive=1, tcpKeepAlive must be one of",
    "sslmode=, sslmode",
    "application_name=, application_name",
    "sslmode, has no '='",
    "user=bob, user is given twice",
    "application_name=a&ApplicationName=b, ApplicationName is given twice",
    "options=%zz, the parameter options",
    "options=%ff, the parameter options is not UTF-8",
    "options=%00, U+0000",
    "options=%, the parameter options",
  })
  void aParameterThatCannotBeFollowedIsRefusedByName(String parameters, String message) {
    assertRefused("postgres://ann@db/kecs?" + parameters, message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "kecs",
        "mysql://db/kecs",
        "postgres:db",
        "jdbc:postgresql:kecs",
        "postgres://db/a/b",
        "postgres://db/a@b",
        "postgres://db:0/k",
        "postgres://db:65536/k",
        "postgres://db:-1/k",
        "postgres://db:x/k",
        "postgres://db:/k",
        "postgres://a,,b/k",
        "postgres://::1/k",
        "postgres://[::1/k",
        "postgres://[1:2]/k",
        "postgres://[:::::]:1/k",
        "postgres://%2Frun%2Fpostgresql/k",
        "postgres://a b/k",
        "postgres://%c3@db/k",
        "postgres://a\uD800@db/k",
      })
  void whatIsNoUrlIsRefused(String text) {
    assertThatThrownBy(() -> PostgresUrl.parse(text)).isInstanceOf(InvalidValueException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s\n", "%s\r\n", " %s", "\t%s \n"})
  void blanksAndLineBreaksAroundAUrlAreTakenOff(String form) {
    String url = "postgres://ann:p%20@db/kecs?sslmode=require";

    assertThat(PostgresUrl.parse(form.replace("%s", url))).isEqualTo(PostgresUrl.parse(url));
  }

  @Test
  void anEncodedBlankIsMeantAtTheEndOfAPasswordToo() {
    assertThat(PostgresUrl.parse("postgres://ann:%20p%20q%20@db/kecs").password())
        .isEqualTo(" p q ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"s3cret\n", "s3cret\r\n", "s3cret ", "s3 cret", "s3cret%0A", "s3cret%0D%0a"})
  void aPasswordThatALineBreakOrABlankGotIntoIsRefused(String password) {
    for (String form :
        List.of(
            "postgres://ann:%s@db/kecs",
            "postgres://db/kecs?password=%s&user=ann",
            "jdbc:postgresql://db/kecs?sslpassword=%s&user=ann")) {
      assertThatThrownBy(() -> PostgresUrl.parse(form.replace("%s", password)))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageContaining("password ")
          .hasMessageContaining("line break")
          .hasMessageNotContaining("s3");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'postgres://ann @db/kecs', the user",
    "'postgres://ann@db\n/kecs', host",
    "'postgres://ann@db/ke cs', the database",
    "'postgres://ann@db/kecs\n?sslmode=require', the database",
    "'postgres://ann@db/kecs?application_name=a\u00a0b', application_name",
    "postgres://ann@db/kecs%0A, the database",
  })
  void aBlankInAnotherPartIsRefusedByItsName(String url, String part) {
    assertRefused(url, part);
  }

  @Test
  void theKeysPasswordIsMaskedToo() {
    PostgresUrl url = PostgresUrl.parse("postgres://ann:pw1@db/kecs?sslkey=k&sslpassword=pw2");

    assertThat(url.masked()).isEqualTo("postgres://ann:***@db:5432/kecs?sslkey=k&sslpassword=***");
  }

  @Property(tries = 300)
  void whateverIsEncodedIsReadBack(
      @ForAll("texts") String user,
      @ForAll("texts") String password,
      @ForAll("texts") String database,
      @ForAll("texts") String name) {
    PostgresUrl url =
        PostgresUrl.parse(
            "postgresql://%s:%s@db/%s?application_name=%s"
                .formatted(encode(user), encode(password), encode(database), encode(name)));

    assertThat(url.user()).isEqualTo(user);
    assertThat(url.password()).isEqualTo(password);
    assertThat(url.database()).isEqualTo(database);
    assertThat(url.properties()).containsExactly(Map.entry("ApplicationName", name));
  }

  @Property(tries = 300)
  void theDriverReadsTheSamePlace(
      @ForAll("texts") String database, @ForAll("hosts") List<String> hosts) {
    PostgresUrl url =
        PostgresUrl.parse("postgres://a@" + String.join(",", hosts) + "/" + encode(database));

    Properties read = Driver.parseURL(url.jdbcUrl(), new Properties());
    assertThat(read)
        .containsEntry("PGDBNAME", database)
        .containsEntry("PGHOST", String.join(",", hosts).replaceAll(":[0-9]+(?=,|$)", ""));
  }

  @Property(tries = 300)
  void theMaskedTextIsTheSameForEveryPassword(
      @ForAll("texts") String one, @ForAll("texts") String other) {
    String form = "postgres://ann:%s@db/kecs?sslpassword=%s";

    assertThat(PostgresUrl.parse(form.formatted(encode(one), encode(other))).masked())
        .isEqualTo(PostgresUrl.parse(form.formatted(encode(other), encode(one))).masked());
  }

  @Property(tries = 300)
  void theMaskedTextIsReadAsTheSameUrlWithoutItsPassword(
      @ForAll("texts") String user,
      @ForAll("texts") String database,
      @ForAll("texts") String name) {
    String masked =
        PostgresUrl.parse(
                "postgres://%s:x@db/%s?application_name=%s"
                    .formatted(encode(user), encode(database), encode(name)))
            .masked();

    assertThat(PostgresUrl.parse(masked).masked()).isEqualTo(masked);
  }

  /**
   * The password is written without encoding, so that its pieces end up where they do not belong.
   */
  @Property(tries = 1000)
  void noMessageHoldsThePassword(
      @ForAll("rawPasswords") String password, @ForAll("forms") String form) {
    Throwable thrown = catchThrowable(() -> PostgresUrl.parse(form.formatted(password)));

    if (thrown != null) {
      assertThat(thrown).isInstanceOf(InvalidValueException.class).hasNoCause();
      for (String piece : password.split("[:/?@&#%]", -1)) {
        if (piece.length() > 5) {
          assertThat(thrown.getMessage()).doesNotContain(piece);
        }
      }
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
            Arbitraries.strings().withChars("aZ09 +%&=?/#@:,;[]'\"\\*ışğ漢\n\t").ofMinLength(1),
            Arbitraries.strings()
                .filter(text -> !text.isEmpty() && text.indexOf('\0') < 0 && isUnicode(text)))
        .filter(text -> !text.endsWith("\n") && !text.endsWith("\r"));
  }

  @Provide
  Arbitrary<List<String>> hosts() {
    return Arbitraries.of(
            "db:1", "db-2.example.org:5432", "10.0.0.1:9", "[::1]:5433", "[fe80::a]:7")
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  @Provide
  Arbitrary<String> rawPasswords() {
    return Arbitraries.strings()
        .withChars("XQZ019:/?@&#% ")
        .ofMinLength(6)
        .ofMaxLength(24)
        .map(text -> "QXJZQX" + text + "ZQJXZQ");
  }

  @Provide
  Arbitrary<String> forms() {
    return Arbitraries.of(
        "postgres://ann:%s@db/kecs?sslmode=bad",
        "postgres://ann:%s@db/kecs",
        "postgres://ann:12%s@db/kecs",
        "postgres://ann:1?%s@db/kecs",
        "postgres://ann:1/%s@db/kecs",
        "jdbc:postgresql://db/kecs?user=a&password=%s",
        "postgres://db/kecs?password=%s&sslmode=bad",
        "http://ann:%s@db/kecs",
        "%s");
  }

  private static boolean isUnicode(String text) {
    return text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
  }

  private static String encode(String text) {
    return PercentEncoding.encode(text);
  }

  private static void assertRefused(String url, String message) {
    assertThatThrownBy(() -> PostgresUrl.parse(url))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining(message);
  }
}
