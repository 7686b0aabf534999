package dev.kecs.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.kecs.storage.error.StorageUnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServerTest {
  @TempDir static Path temporary;

  /** Initialised once, as that takes seconds; each test leaves it stopped. */
  private static Path data;

  private final List<String> progress = new ArrayList<>();

  @BeforeAll
  static void initialise() {
    data = temporary.resolve("a path with blanks/and a 'quote'");
    EmbeddedServer.start(data, step -> {}).close();
  }

  @Test
  void whatWasCommittedIsThereAtTheNextStart() throws SQLException {
    try (EmbeddedServer server = start()) {
      run(server, "CREATE TABLE kept AS SELECT 'ş' AS letter");
    }
    try (EmbeddedServer server = start()) {
      assertThat(ask(server, "SELECT letter FROM kept")).isEqualTo("ş");
    }
  }

  @Test
  void whatAKilledProcessCommittedIsThereAtTheNextStart() throws Exception {
    Process killed = program(data);
    try (BufferedReader out = killed.inputReader()) {
      assertThat(out.lines().anyMatch("started"::equals)).isTrue();
      killed.destroyForcibly().waitFor();
    }

    try (EmbeddedServer server = start()) {
      assertThat(progress).anyMatch(step -> step.startsWith("Stopping the PostgreSQL server"));
      assertThat(ask(server, "SELECT count(*) FROM written_by_program")).isEqualTo("1");
      run(server, "DROP TABLE written_by_program");
    }
  }

  @Test
  void aSecondStartInThisProcessIsRefusedAsOftenAsItIsTried() {
    try (EmbeddedServer server = start()) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(this::start)
            .isInstanceOf(StorageUnavailableException.class)
            .hasMessageContainingAll(data.toString(), "in use by this process");
      }
      assertThat(server.url()).isNotEmpty();
    }
  }

  @Test
  void aSecondStartInAnotherProcessIsRefusedAlsoAfterOneInThis() throws Exception {
    try (EmbeddedServer server = start()) {
      assertThatThrownBy(this::start).isInstanceOf(StorageUnavailableException.class);

      Process second = program(data);
      try (BufferedReader out = second.inputReader()) {
        String holder = "in use by another process " + ProcessHandle.current().pid();
        assertThat(out.lines()).anyMatch(line -> line.contains(holder));
      }
      assertThat(second.waitFor()).isNotZero();
      assertThat(ask(server, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void aStartKilledWhileItInitialisesDoesNotStopTheNext() throws Exception {
    Path fresh = temporary.resolve("fresh");
    Process killed = program(fresh);
    try (BufferedReader out = killed.inputReader()) {
      assertThat(out.lines().anyMatch(line -> line.startsWith("Initialising"))).isTrue();
      killed.destroyForcibly().waitFor();
    }

    try (EmbeddedServer server = EmbeddedServer.start(fresh, progress::add)) {
      assertThat(ask(server, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void aProcessNumberThatWasGivenToAnotherProgramDoesNotStopTheNext() throws Exception {
    Files.writeString(
        data.resolve("cluster/data/postmaster.pid"), ProcessHandle.current().pid() + "\n");

    try (EmbeddedServer server = start()) {
      assertThat(ask(server, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void dataOfAnotherMajorVersionIsRefused() throws IOException {
    Path version = data.resolve("cluster/data/PG_VERSION");
    String ours = Files.readString(version);
    Files.writeString(version, "14\n");
    try {
      assertThatThrownBy(this::start)
          .isInstanceOf(StorageUnavailableException.class)
          .hasMessageContainingAll("holds data of PostgreSQL 14", "PostgreSQL " + ours.strip())
          .hasMessageNotContaining("\n");
    } finally {
      Files.writeString(version, ours);
    }
  }

  @Test
  void aDirectoryWithOtherFilesIsRefusedAndLeftAlone() throws IOException {
    Path other = Files.createDirectory(temporary.resolve("other"));
    Files.writeString(other.resolve("thesis.txt"), "work of years");

    assertThatThrownBy(() -> EmbeddedServer.start(other, progress::add))
        .isInstanceOf(StorageUnavailableException.class)
        .hasMessageContaining("holds other files");
    assertThat(other).isDirectoryContaining(file -> file.endsWith("thesis.txt"));
    assertThat(other.toFile().list()).hasSize(1);
  }

  @Test
  void nobodyConnectsWithoutThePassword() {
    try (EmbeddedServer server = start()) {
      for (String role : List.of("kecs", "postgres")) {
        assertThatThrownBy(() -> connect(server, role, "guessed").close())
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
        assertThatThrownBy(() -> connect(server, role, "").close())
            .isInstanceOf(SQLException.class);
      }
      assertThat(server.toString()).doesNotContain(password(server));
    }
  }

  @Test
  void onlyTheOwnerReadsTheFiles() throws IOException {
    assumeThat(data.getFileSystem().supportedFileAttributeViews()).contains("posix");

    assertThat(permissions("")).isEqualTo("rwx------");
    assertThat(permissions("cluster")).isEqualTo("rwx------");
    assertThat(permissions("cluster/data")).isEqualTo("rwx------");
    assertThat(permissions("cluster/password")).isEqualTo("rw-------");
  }

  @Test
  void theServerIsSafeFromCrashesAndReachedFromThisMachineOnly() throws SQLException {
    try (EmbeddedServer server = start()) {
      assertThat(ask(server, "SHOW fsync")).isEqualTo("on");
      assertThat(ask(server, "SHOW synchronous_commit")).isEqualTo("on");
      assertThat(ask(server, "SHOW full_page_writes")).isEqualTo("on");
      assertThat(ask(server, "SHOW data_checksums")).isEqualTo("on");
      assertThat(ask(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(ask(server, "SHOW server_encoding")).isEqualTo("UTF8");
      assertThat(ask(server, "SELECT lower('ÄIŞ')")).isEqualTo("äiş");
    }
  }

  @Test
  void closingAgainHasNoEffect() {
    EmbeddedServer server = start();
    server.close();
    server.close();
    start().close();
  }

  @Test
  void aThrowAwayServerLeavesNothingBehind() throws SQLException {
    Path directory;
    try (EmbeddedServer server = EmbeddedServer.throwAway()) {
      run(server, "CREATE ROLE reader");
      run(server, "CREATE DATABASE other");
      directory = Path.of(server.toString().replaceFirst("^PostgreSQL in (.*) on port .*", "$1"));
      assertThat(directory).isDirectory();
    }
    assertThat(directory).doesNotExist();
  }

  private EmbeddedServer start() {
    return EmbeddedServer.start(data, progress::add);
  }

  private static Process program(Path data) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            Program.class.getName(),
            data.toString())
        .redirectErrorStream(true)
        .start();
  }

  /** Starts a server, writes a row, and waits to be killed. */
  static final class Program {
    public static void main(String[] arguments) throws Exception {
      EmbeddedServer server = EmbeddedServer.start(Path.of(arguments[0]), System.out::println);
      run(server, "CREATE TABLE written_by_program AS SELECT 1");
      System.out.println("started");
      System.in.transferTo(System.out);
    }
  }

  private static String permissions(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(name)));
  }

  private static void run(EmbeddedServer server, String sql) throws SQLException {
    try (Connection connection = connect(server, "kecs", password(server));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ask(EmbeddedServer server, String sql) throws SQLException {
    try (Connection connection = connect(server, "kecs", password(server));
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  private static String password(EmbeddedServer server) {
    return URI.create(server.url()).getUserInfo().replaceFirst("^kecs:", "");
  }

  private static Connection connect(EmbeddedServer server, String role, String password)
      throws SQLException {
    URI url = URI.create(server.url());
    return DriverManager.getConnection(
        "jdbc:postgresql://" + url.getAuthority().replaceFirst(".*@", "") + url.getPath(),
        role,
        password);
  }
}
