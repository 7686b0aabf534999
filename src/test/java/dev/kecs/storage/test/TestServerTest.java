package dev.kecs.storage.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TestServerTest {
  @Test
  void theServerOfTheRunIsChosenOnce() {
    assertThat(TestServer.get()).isSameAs(TestServer.get());
    assertThat(Integer.parseInt(TestServer.get().version().split("\\D", 2)[0])).isBetween(15, 18);
  }

  @Test
  void aGivenServerIsTakenBeforeAllOthers() {
    TestServer server =
        TestServer.choose("postgres://me:s%40y%2B+@db.example:5433/mine?sslmode=require");
    assertThat(server.address()).isEqualTo(new Address("db.example", 5433));
    assertThat(server.user()).isEqualTo("me");
    assertThat(server.password()).isEqualTo("s@y++");
    assertThat(server.database()).isEqualTo("mine");
    assertThat(server.parameters()).isEqualTo(Map.of("sslmode", "require"));
    assertThat(server)
        .hasToString("PostgreSQL at db.example:5433, given by KECS_TEST_POSTGRES_URL");
  }

  @Test
  void aJdbcUrlNamesItsUserAmongTheParameters() {
    TestServer server = TestServer.of("jdbc:postgresql://[::1]/mine?user=me&password=say%26");
    assertThat(server.address()).isEqualTo(new Address("[::1]", 5432));
    assertThat(server.user()).isEqualTo("me");
    assertThat(server.password()).isEqualTo("say&");
    assertThat(server.parameters()).isEmpty();
  }

  @Test
  void aUrlMayNameNoMoreThanTheHost() {
    TestServer server = TestServer.of("postgresql://localhost");
    assertThat(server.address()).isEqualTo(new Address("localhost", 5432));
    assertThat(server.database()).isEqualTo("postgres");
  }
}
