package dev.kecs.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kecs.storage.config.PostgresUrl;
import dev.kecs.storage.config.StorageConfig;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PoolTest {
  private static final StorageConfig CONFIG =
      StorageConfig.builder().connectTimeout(Duration.ofMillis(900)).build();

  @Test
  void theDriverIsToldWhatTheConfigurationSays() {
    PostgresUrl url = PostgresUrl.parse("postgres://ann:secret@a,b/kecs");

    assertThat(Pool.properties(CONFIG, url))
        .containsEntry("user", "ann")
        .containsEntry("password", "secret")
        .containsEntry("connectTimeout", "1")
        .containsEntry("loginTimeout", "2")
        .containsEntry("socketTimeout", "40")
        .containsEntry("targetServerType", "primary")
        .containsEntry("tcpKeepAlive", "true")
        .containsEntry("logServerErrorDetail", "false")
        .containsEntry("ApplicationName", "kecs-storage")
        .containsEntry(
            "options",
            "-c default_transaction_isolation=read\\ committed -c statement_timeout=30000"
                + " -c lock_timeout=10000");
  }

  @Test
  void whatTheUrlSaysGoesFirst() {
    PostgresUrl url =
        PostgresUrl.parse(
            "postgres://ann@db/kecs?connect_timeout=3&socketTimeout=99&application_name=mine"
                + "&target_session_attrs=any&keepalives=0&options=-c%20work_mem%3D8MB");

    Properties properties = Pool.properties(CONFIG, url);

    assertThat(properties)
        .containsEntry("connectTimeout", "3")
        .containsEntry("socketTimeout", "99")
        .containsEntry("ApplicationName", "mine")
        .containsEntry("targetServerType", "any")
        .containsEntry("tcpKeepAlive", "false")
        .containsEntry(
            "options",
            "-c work_mem=8MB -c default_transaction_isolation=read\\ committed"
                + " -c statement_timeout=30000 -c lock_timeout=10000")
        .doesNotContainKey("password");
  }

  @Test
  @Timeout(20)
  void aServerThatRefusesIsReportedWithItsReason() throws Exception {
    int closedPort;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closedPort = socket.getLocalPort();
    }

    assertThatThrownBy(() -> Pool.open(CONFIG, local(closedPort)))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"))
        .hasMessageNotContaining("secret");
  }

  @Test
  @Timeout(20)
  void aServerThatNeverAnswersIsGivenUp() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> Pool.open(CONFIG, local(silent.getLocalPort())))
          .isInstanceOf(SQLException.class)
          .hasMessageNotContaining("secret");
    }
  }

  private static PostgresUrl local(int port) {
    return PostgresUrl.parse("postgres://ann:secret@127.0.0.1:" + port + "/kecs?sslmode=disable");
  }
}
