package dev.kecs.storage.config;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.kecs.storage.error.InvalidValueException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A parameter that a {@link PostgresUrl} may carry, and the pgjdbc property that it sets.
 *
 * @param name its name in the URL: libpq's, or pgjdbc's own
 * @param property pgjdbc's name
 * @param values what it may be set to
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html">libpq's parameters</a>
 * @see <a href="https://jdbc.postgresql.org/documentation/use/">pgjdbc's properties</a>
 */
record UrlParameter(String name, String property, Values values) {
  /** The largest number of seconds that pgjdbc can count in milliseconds. */
  private static final int MAX_SECONDS = Integer.MAX_VALUE / 1000;

  private static final Values TEXT =
      new Values("a text that is not empty", text -> Optional.of(text).filter(t -> !t.isEmpty()));
  private static final Values BOOLEAN = oneOf("true", "false");
  private static final Values SECONDS = number(1, MAX_SECONDS);
  private static final Values SIZE = number(0, Integer.MAX_VALUE);
  private static final Values SERVER_TYPE =
      oneOf("any", "primary", "secondary", "preferSecondary", "preferPrimary");
  private static final Values SESSION =
      translated(
          Map.of(
              "any", "any",
              "read-write", "primary",
              "primary", "primary",
              "read-only", "secondary",
              "standby", "secondary",
              "prefer-standby", "preferSecondary"));
  private static final Values SSL_MODE =
      oneOf("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
  private static final Values GSS_MODE = oneOf("disable", "allow", "prefer", "require");
  private static final Values BINDING = oneOf("disable", "prefer", "require");
  private static final Values NEGOTIATION = oneOf("postgres", "direct");
  private static final Values AUTHENTICATION =
      matching(
          "a list of authentication methods, all or none of them with a '!'",
          "(M(,M)*|!M(,!M)*)".replace("M", "(password|md5|gss|sspi|scram-sha-256|none)"));

  private static final Map<String, UrlParameter> BY_NAME =
      Stream.of(
              libpq("user", "user", TEXT),
              libpq("password", "password", TEXT),
              libpq("application_name", "ApplicationName", TEXT),
              libpq("options", "options", TEXT),
              libpq("connect_timeout", "connectTimeout", SECONDS),
              libpq("keepalives", "tcpKeepAlive", translated(Map.of("0", "false", "1", "true"))),
              libpq("target_session_attrs", "targetServerType", SESSION),
              libpq(
                  "load_balance_hosts",
                  "loadBalanceHosts",
                  translated(Map.of("disable", "false", "random", "true"))),
              libpq("sslmode", "sslmode", SSL_MODE),
              libpq("sslnegotiation", "sslNegotiation", NEGOTIATION),
              libpq("sslrootcert", "sslrootcert", TEXT),
              libpq("sslcert", "sslcert", TEXT),
              libpq("sslkey", "sslkey", TEXT),
              libpq("sslpassword", "sslpassword", TEXT),
              libpq("channel_binding", "channelBinding", BINDING),
              libpq("require_auth", "requireAuth", AUTHENTICATION),
              libpq("gssencmode", "gssEncMode", GSS_MODE),
              libpq("gsslib", "gsslib", oneOf("auto", "sspi", "gssapi")),
              libpq("krbsrvname", "kerberosServerName", TEXT),
              pgjdbc("ApplicationName", TEXT),
              pgjdbc("connectTimeout", SECONDS),
              pgjdbc("loginTimeout", SECONDS),
              pgjdbc("socketTimeout", SECONDS),
              pgjdbc("cancelSignalTimeout", SECONDS),
              pgjdbc("tcpKeepAlive", BOOLEAN),
              pgjdbc("tcpNoDelay", BOOLEAN),
              pgjdbc("targetServerType", SERVER_TYPE),
              pgjdbc("loadBalanceHosts", BOOLEAN),
              pgjdbc("hostRecheckSeconds", number(0, MAX_SECONDS)),
              pgjdbc("localSocketAddress", TEXT),
              pgjdbc("sendBufferSize", SIZE),
              pgjdbc("receiveBufferSize", SIZE),
              pgjdbc("ssl", BOOLEAN),
              pgjdbc("sslNegotiation", NEGOTIATION),
              pgjdbc("sslResponseTimeout", SIZE),
              pgjdbc("channelBinding", BINDING),
              pgjdbc("requireAuth", AUTHENTICATION),
              pgjdbc("gssEncMode", GSS_MODE),
              pgjdbc("gssResponseTimeout", SIZE),
              pgjdbc("kerberosServerName", TEXT),
              pgjdbc("jaasApplicationName", TEXT),
              pgjdbc("jaasLogin", BOOLEAN),
              pgjdbc("prepareThreshold", number(-1, Integer.MAX_VALUE)),
              pgjdbc("preparedStatementCacheQueries", SIZE),
              pgjdbc("preparedStatementCacheSizeMiB", SIZE),
              pgjdbc("binaryTransfer", BOOLEAN))
          .collect(toUnmodifiableMap(UrlParameter::name, Function.identity()));

  /** Finds a parameter by its name in the URL. */
  static Optional<UrlParameter> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** Returns pgjdbc's value for the value in the URL. An error does not repeat the value. */
  String read(String text) {
    return values
        .read()
        .apply(text)
        .orElseThrow(
            () ->
                new InvalidValueException(
                    "the parameter " + name + " must be " + values.description()));
  }

  private static UrlParameter libpq(String name, String property, Values values) {
    return new UrlParameter(name, property, values);
  }

  private static UrlParameter pgjdbc(String property, Values values) {
    return new UrlParameter(property, property, values);
  }

  private static Values oneOf(String... names) {
    List<String> known = List.of(names);
    return new Values(
        "one of " + String.join(", ", known), text -> Optional.of(text).filter(known::contains));
  }

  private static Values translated(Map<String, String> names) {
    return new Values(
        "one of " + String.join(", ", names.keySet().stream().sorted().toList()),
        text -> Optional.ofNullable(names.get(text)));
  }

  private static Values number(int min, int max) {
    Pattern digits = Pattern.compile("-?[0-9]{1,10}");
    return new Values(
        "a whole number from " + min + " to " + max,
        text ->
            Optional.of(text)
                .filter(t -> digits.matcher(t).matches())
                .map(Long::parseLong)
                .filter(number -> min <= number && number <= max)
                .map(String::valueOf));
  }

  private static Values matching(String description, String form) {
    Pattern pattern = Pattern.compile(form);
    return new Values(
        description, text -> Optional.of(text).filter(t -> pattern.matcher(t).matches()));
  }

  /**
   * What a parameter may be set to.
   *
   * @param description what follows "must be" in a message
   * @param read returns pgjdbc's value for a text, empty if the text is not allowed
   */
  record Values(String description, Function<String, Optional<String>> read) {}
}
