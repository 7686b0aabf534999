package dev.kecs.storage.test;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server, and a role on it that can create databases and roles.
 *
 * @param kind how the server came to be, in words
 * @param database one that is there already
 * @param parameters what further connection parameters every URL of this server carries
 */
public record TestServer(
    String kind,
    Address address,
    String database,
    String user,
    String password,
    Map<String, String> parameters) {

  /** The environment's variable that names the server to test on, by a URL. */
  public static final String GIVEN = "KECS_TEST_POSTGRES_URL";

  private static final int DEFAULT_PORT = 5432;

  /** Chosen when first asked for, once a run. */
  private static final class Chosen {
    private static final TestServer SERVER = announced(choose(System.getenv(GIVEN)));
  }

  /** The server of this run. */
  public static TestServer get() {
    return Chosen.SERVER;
  }

  /** The given server, else one in Docker, else an embedded one. */
  static TestServer choose(@Nullable String url) {
    if (url != null && !url.isBlank()) {
      return of(url);
    }
    Optional<TestServer> inDocker = DockerServer.start();
    return inDocker.isPresent() ? inDocker.get() : ServerOfItsOwn.open().server();
  }

  private static TestServer announced(TestServer server) {
    System.out.println("Tests run on PostgreSQL " + server.version() + ", " + server.kind());
    return server;
  }

  /** Reads {@code postgres://}, {@code postgresql://} and {@code jdbc:postgresql://} URLs. */
  public static TestServer of(String url) {
    URI uri = URI.create(url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url);
    if (uri.getHost() == null) {
      throw new IllegalArgumentException(GIVEN + " names no host, or several");
    }
    Map<String, String> parameters = parameters(uri.getRawQuery());
    String[] login = (uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo()).split(":", 2);
    String user = parameters.getOrDefault("user", decoded(login[0]));
    String password =
        parameters.getOrDefault("password", login.length > 1 ? decoded(login[1]) : "");
    parameters.keySet().removeAll(List.of("user", "password"));
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return new TestServer(
        "given by " + GIVEN,
        new Address(uri.getHost(), uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort()),
        path.length() > 1 ? decoded(path.substring(1)) : "postgres",
        user,
        password,
        parameters);
  }

  private static Map<String, String> parameters(@Nullable String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (query != null) {
      for (String parameter : query.split("&", -1)) {
        String[] parts = parameter.split("=", 2);
        parameters.put(decoded(parts[0]), parts.length > 1 ? decoded(parts[1]) : "");
      }
    }
    return parameters;
  }

  /** In a URL a plus stands for itself, and only in forms for a blank. */
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /** A URL for {@code user}, of this server or of what stands before it at {@code address}. */
  String url(Address address, String database, String user, String password) {
    String query =
        parameters.entrySet().stream()
            .map(parameter -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
            .collect(Collectors.joining("&"));
    return "postgresql://%s:%s@%s/%s%s"
        .formatted(
            encoded(user),
            encoded(password),
            address,
            encoded(database),
            query.isEmpty() ? "" : "?" + query);
  }

  /** A plain connection, outside every pool. */
  Connection connect(Address address, String database, String user, String password)
      throws SQLException {
    Properties properties = new Properties();
    properties.putAll(parameters);
    properties.put("user", user);
    properties.put("password", password);
    return DriverManager.getConnection(
        "jdbc:postgresql://" + address + "/" + encoded(database), properties);
  }

  /** A connection of the role that can create databases and roles. */
  public Connection connect(String database) throws SQLException {
    return connect(address, database, user, password);
  }

  /** The server's version, such as {@code 18.6}. */
  public String version() {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW server_version")) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException("No connection to the PostgreSQL " + kind, e);
    }
  }

  @Override
  public String toString() {
    return "PostgreSQL at " + address + ", " + kind;
  }
}
