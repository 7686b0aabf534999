package dev.kecs.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kecs.storage.config.MigrationMode;
import dev.kecs.storage.config.PostgresUrl;
import dev.kecs.storage.config.StorageConfig;
import dev.kecs.storage.embedded.EmbeddedServer;
import dev.kecs.storage.error.StorageUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Each way in which a connection can fail says what is wrong and what to do, and where. */
class ConnectionFailureTest {
  private static final String PASSWORD = "s3cret-of-the-role";

  private static EmbeddedServer server;

  /** A server that asks for passwords and has no SSL. */
  @BeforeAll
  static void startServer() throws SQLException {
    server = EmbeddedServer.throwAway();
    PostgresUrl url = PostgresUrl.parse(server.url());
    try (Connection connection =
            DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password());
        Statement statement = connection.createStatement()) {
      for (String sql :
          new String[] {
            "CREATE ROLE app LOGIN PASSWORD '%s'",
            "CREATE ROLE no_login NOLOGIN PASSWORD '%s'",
            "CREATE ROLE full LOGIN CONNECTION LIMIT 0 PASSWORD '%s'",
            "CREATE DATABASE closed ALLOW_CONNECTIONS false",
            "CREATE DATABASE theirs",
            "REVOKE CONNECT ON DATABASE theirs FROM PUBLIC",
            "CREATE DATABASE ours"
          }) {
        statement.execute(sql.formatted(PASSWORD));
      }
    }
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "app:wrong@SERVER/ours                      | refuses the role's password: correct it",
        "app@SERVER/ours                            | asks for a password, and neither the URL",
        "no_login:PASSWORD@SERVER/ours              | refuses the role: it must exist and have"
            + " LOGIN",
        "app:PASSWORD@SERVER/none                   | the database does not exist: create it",
        "app:PASSWORD@SERVER/theirs                 | needs GRANT CONNECT",
        "app:PASSWORD@SERVER/closed                 | its ALLOW_CONNECTIONS is false",
        "full:PASSWORD@SERVER/ours                  | no connection is left for it",
        "app:PASSWORD@SERVER/ours?sslmode=require   | has no SSL, which sslmode=require demands",
        "app:PASSWORD@SERVER/ours?channelBinding=require | what channelBinding=require demands",
        "app:PASSWORD@SERVER/ours?targetServerType=secondary | targetServerType=secondary asks for",
        "app:PASSWORD@SERVER/ours?options=-c%20default_transaction_read_only%3Don"
            + " | targetServerType=primary asks for",
        "app:PASSWORD@SERVER/ours?options=-c%20no_such_setting%3D1 | with SQLSTATE 42704",
        "app:PASSWORD@no-such-host.invalid/ours     | no such host is known"
      })
  void aServerThatRefusesSaysWhy(String url, String sentence) {
    String host = PostgresUrl.parse(server.url()).hosts().get(0);

    assertFails(url.replace("SERVER", host).replace("PASSWORD", PASSWORD), sentence);
  }

  @Test
  void aDataSourceOfAHostSaysWhyAsWell() {
    PGSimpleDataSource host = new PGSimpleDataSource();
    host.setUrl(PostgresUrl.parse(server.url()).jdbcUrl());
    host.setUser("app");

    assertThat(catchThrowable(() -> Storage.open(StorageConfig.builder().dataSource(host).build())))
        .isExactlyInstanceOf(StorageUnavailableException.class)
        .hasMessageStartingWith("the data source gives no connection: ")
        .hasMessageContaining("a password that is not there");
  }

  @Test
  void whereNothingListensThatIsSaid() throws IOException {
    int closed;
    try (ServerSocket socket = listen()) {
      closed = socket.getLocalPort();
    }
    assertFails("app:" + PASSWORD + "@127.0.0.1:" + closed + "/ours", "nothing listens there");
  }

  @Test
  void aServerThatDoesNotAnswerIsGivenUp() throws IOException {
    try (ServerSocket silent = listen()) {
      assertFails(
          "app:%s@127.0.0.1:%d/ours?connectTimeout=1".formatted(PASSWORD, silent.getLocalPort()),
          "did not answer in time");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 400 Bad Request", ""})
  void whatIsNoPostgresqlIsNamed(String answer) throws IOException {
    assertAnswerFails(answer, "what listens there does not answer as PostgreSQL does");
  }

  @Test
  void aServerThatDoesNotAgreeOnSslIsNamed() throws IOException {
    // It has SSL, and ends the handshake with the alert handshake_failure.
    assertAnswerFails("S\u0015\u0003\u0003\0\u0002\u0002(", "SSL cannot be set up");
  }

  private static void assertAnswerFails(String answer, String sentence) throws IOException {
    try (ServerSocket other = listen()) {
      Thread thread = new Thread(() -> answer(other, answer), "no-postgresql");
      thread.setDaemon(true);
      thread.start();

      assertFails("app:" + PASSWORD + "@127.0.0.1:" + other.getLocalPort() + "/ours", sentence);
    }
  }

  private static void answer(ServerSocket listener, String text) {
    while (true) {
      try (Socket client = listener.accept();
          InputStream in = client.getInputStream()) {
        in.readNBytes(8);
        if (!text.isEmpty()) {
          // The first byte answers the question for SSL, the rest what comes then.
          byte[] answer = text.getBytes(StandardCharsets.US_ASCII);
          client.getOutputStream().write(answer, 0, 1);
          in.read();
          client.getOutputStream().write(answer, 1, answer.length - 1);
          in.readAllBytes();
        }
      } catch (IOException closed) {
        if (listener.isClosed()) {
          return;
        }
      }
    }
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  private static void assertFails(String afterScheme, String sentence) {
    PostgresUrl url = PostgresUrl.parse("postgres://" + afterScheme);
    StorageConfig config =
        StorageConfig.builder().url(url).migrationMode(MigrationMode.NONE).build();
    StorageConfig migration =
        StorageConfig.builder().url(PostgresUrl.parse(server.url())).migrationUrl(url).build();

    for (Throwable failed :
        Map.of(
                "opening", catchThrowable(() -> Storage.open(config).close()),
                "migrating", catchThrowable(() -> Storage.migrate(migration)))
            .values()) {
      assertThat(failed)
          .isExactlyInstanceOf(StorageUnavailableException.class)
          .hasMessageStartingWith(url.masked() + ": ")
          .hasMessageContaining(sentence)
          .hasMessageNotContaining(PASSWORD);
    }
  }
}
