package dev.kecs.storage.config;

import static java.util.stream.Collectors.joining;

import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.internal.check.Check;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Says which database to connect to, and how. Written as for libpq ({@code postgres://} or {@code
 * postgresql://}) or as for pgjdbc ({@code jdbc:postgresql://}):
 *
 * <pre>postgres://user:password@host:5432,other-host/database?sslmode=verify-full</pre>
 *
 * <p>Every part is percent-encoded UTF-8; in the database and the parameters of the pgjdbc form, a
 * {@code +} is a space. Blanks and line breaks around the URL are taken off. Within it, a blank
 * that is not encoded is refused, and so is a part that ends with a line break. The URL may leave
 * out the host (default {@code localhost}), the port (5432), the user (the operating system user
 * that runs the process) and the database (the user's name). There is no default password; without
 * one, pgjdbc looks in the user's {@code .pgpass}.
 *
 * <p>Both forms take the same parameters. An unknown one is refused, because a misspelt {@code
 * sslmode} must not lead to an unencrypted connection. They are:
 *
 * <ul>
 *   <li>libpq's {@code user}, {@code password}, {@code application_name}, {@code options}, {@code
 *       connect_timeout}, {@code keepalives}, {@code target_session_attrs}, {@code
 *       load_balance_hosts}, {@code sslmode}, {@code sslnegotiation}, {@code sslrootcert} (also
 *       {@code system}), {@code sslcert}, {@code sslkey}, {@code sslpassword}, {@code
 *       channel_binding}, {@code require_auth}, {@code gssencmode}, {@code gsslib}, {@code
 *       krbsrvname};
 *   <li>pgjdbc's {@code ApplicationName}, {@code connectTimeout}, {@code loginTimeout}, {@code
 *       socketTimeout}, {@code cancelSignalTimeout}, {@code tcpKeepAlive}, {@code tcpNoDelay},
 *       {@code targetServerType}, {@code loadBalanceHosts}, {@code hostRecheckSeconds}, {@code
 *       localSocketAddress}, {@code sendBufferSize}, {@code receiveBufferSize}, {@code ssl}, {@code
 *       sslNegotiation}, {@code sslResponseTimeout}, {@code channelBinding}, {@code requireAuth},
 *       {@code gssEncMode}, {@code gssResponseTimeout}, {@code kerberosServerName}, {@code
 *       jaasApplicationName}, {@code jaasLogin}, {@code prepareThreshold}, {@code
 *       preparedStatementCacheQueries}, {@code preparedStatementCacheSizeMiB}, {@code
 *       binaryTransfer}.
 * </ul>
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html">libpq's parameters</a>
 * @see <a href="https://jdbc.postgresql.org/documentation/use/">pgjdbc's parameters</a>
 */
public final class PostgresUrl {
  private final List<String> hosts;
  private final String database;
  private final String user;
  private final @Nullable String password;
  private final Map<String, String> properties;

  PostgresUrl(
      List<String> hosts,
      String database,
      String user,
      @Nullable String password,
      Map<String, String> properties) {
    this.hosts = List.copyOf(hosts);
    this.database = database;
    this.user = user;
    this.password = password;
    this.properties = Collections.unmodifiableMap(new TreeMap<>(properties));
  }

  /**
   * Reads a URL.
   *
   * @throws InvalidValueException if it is malformed, has an unknown parameter, or one with a value
   *     that is not allowed; the message names the part, and never repeats the URL or a value
   */
  public static PostgresUrl parse(String url) {
    return new UrlParser(Check.given("URL", url)).parse();
  }

  /** Returns the servers in the order in which they are tried, each as {@code host:port}. */
  public List<String> hosts() {
    return hosts;
  }

  /** Returns the name of the database. */
  public String database() {
    return database;
  }

  /** Returns the name of the role to connect as. */
  public String user() {
    return user;
  }

  /** Returns the password in clear text, or null if the URL has none. */
  public @Nullable String password() {
    return password;
  }

  /**
   * Returns the parameters, under pgjdbc's names; without user and password, but with {@code
   * sslpassword} in clear text.
   */
  public Map<String, String> properties() {
    return properties;
  }

  /** Returns a URL for pgjdbc with the servers and the database only: nothing in it is secret. */
  public String jdbcUrl() {
    return "jdbc:postgresql://" + String.join(",", hosts) + "/" + encode(database);
  }

  /**
   * Returns the URL for people to read: complete, with pgjdbc's names, and with {@code ***} in
   * place of secrets.
   */
  public String masked() {
    String secret = password == null ? "" : ":***";
    String parameters =
        properties.entrySet().stream()
            .map(property -> property.getKey() + "=" + masked(property))
            .collect(joining("&"));
    return "postgres://%s%s@%s/%s%s"
        .formatted(
            encode(user),
            secret,
            String.join(",", hosts),
            encode(database),
            parameters.isEmpty() ? "" : "?" + parameters);
  }

  private static String masked(Map.Entry<String, String> property) {
    return property.getKey().equals("sslpassword") ? "***" : encode(property.getValue());
  }

  private static String encode(String text) {
    return PercentEncoding.encode(text);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PostgresUrl that
        && hosts.equals(that.hosts)
        && database.equals(that.database)
        && user.equals(that.user)
        && Objects.equals(password, that.password)
        && properties.equals(that.properties);
  }

  @Override
  public int hashCode() {
    return Objects.hash(hosts, database, user, password, properties);
  }

  /** Returns {@link #masked()}. */
  @Override
  public String toString() {
    return masked();
  }
}
