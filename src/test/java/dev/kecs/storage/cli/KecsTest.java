package dev.kecs.storage.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kecs.storage.test.TestDatabase;
import dev.kecs.storage.test.TestDatabase.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the command as a user does: in a process of its own. */
@Timeout(180)
class KecsTest {
  private static final String SECRET = "s3cr3t";

  @TempDir private Path temporary;

  @Test
  void startOnNothingKeepsItsDataThroughAStopAndAKill() throws Exception {
    Path data = temporary.resolve("a path with blanks");
    // The options go before all of these.
    Map<String, String> environment =
        Map.of(
            "KECS_STORAGE", "postgres",
            "KECS_POSTGRES_URL", "not a URL",
            "KECS_DATA_DIR", temporary.resolve("elsewhere").toString());
    String[] start = {"start", "--storage", "embedded", "--data-dir", data.toString()};

    try (Command first = new Command(environment, start)) {
      List<String> told = first.readUntilReady();
      assertThat(told)
          .contains("Storage  embedded PostgreSQL in " + data, "Stored   nothing yet")
          .anyMatch(line -> line.matches("URL      postgres://kecs:\\*\\*\\*@127.0.0.1:\\d+/kecs"))
          .anyMatch(line -> line.matches("Server   PostgreSQL \\d+\\.\\d+.*"))
          .anyMatch(line -> line.matches("Schema   kecs, version \\d+\\.\\d+"));
      assertThat(first.errors()).contains("Initialising the database", "Starting PostgreSQL");

      insertCluster(data, told);

      try (Command second = new Command(environment, start)) {
        assertThat(second.refusal(1)).contains(data.toString(), "in use by another process");
      }
      assertThat(first.stop()).isZero();
    }

    try (Command killed = new Command(environment, start)) {
      assertThat(killed.readUntilReady()).contains("Stored   clusters: 1");
      killed.kill();
    }

    try (Command last = new Command(environment, start)) {
      assertThat(last.readUntilReady()).contains("Stored   clusters: 1");
      assertThat(last.errors()).contains("Stopping the PostgreSQL server that a killed process");
      assertThat(last.stop()).isZero();
    }
  }

  @Test
  void aRefusedPasswordIsOneLine() throws Exception {
    Path data = temporary.resolve("data");
    try (Command server = new Command(Map.of(), "start", "--data-dir", data.toString())) {
      String url = url(server.readUntilReady()).replaceFirst("\\*\\*\\*", SECRET);
      try (Command refused = new Command(Map.of("KECS_POSTGRES_URL", url), "start")) {
        assertThat(refused.refusal(1)).contains("password").doesNotContain(SECRET);
      }
      assertThat(server.stop()).isZero();
    }
  }

  @Test
  void aMissingDatabaseIsOneLine() throws Exception {
    try (TestDatabase database = TestDatabase.create()) {
      String missing =
          database.url(Role.OWNER).replaceFirst("/[^/?]+($|\\?)", "/no_such_database$1");
      try (Command start = new Command(Map.of(), "start", "--postgres-url", missing)) {
        assertThat(start.refusal(1)).contains("the database does not exist");
      }
    }
  }

  @Test
  void migrateTellsWhatWouldRunThenRunsItAndGrantsWhatRunningNeeds() throws Exception {
    try (TestDatabase database = TestDatabase.create()) {
      Map<String, String> owner = Map.of("KECS_POSTGRES_URL", database.url(Role.OWNER) + "\r\n");
      Map<String, String> runner =
          Map.of("KECS_POSTGRES_URL", database.url(Role.RUNNER), "KECS_MIGRATION_MODE", "validate");
      try (Command check = new Command(owner, "migrate", "--check", "--schema", " kecs\n")) {
        assertThat(check.success()).isNotEmpty().allMatch(line -> line.startsWith("Would run: "));
      }
      try (Command migrate = new Command(owner, "migrate")) {
        assertThat(migrate.success()).isNotEmpty().allMatch(line -> line.startsWith("Ran: "));
      }
      try (Command early = new Command(runner, "start")) {
        assertThat(early.refusal(1)).isNotEmpty();
      }
      String role = database.user(Role.RUNNER);
      try (Command grant = new Command(owner, "migrate", "--grant-to", role)) {
        assertThat(grant.success())
            .containsExactly(
                "The schema kecs is up to date.",
                "The role " + role + " can read and write the rows of kecs.");
      }
      try (Command start = new Command(runner, "start")) {
        assertThat(start.readUntilReady()).contains("Stored   nothing yet");
        assertThat(start.stop()).isZero();
      }
    }
  }

  @Test
  void aRoleThatIsNotThereIsOneLine() throws Exception {
    try (TestDatabase database = TestDatabase.create();
        Command grant =
            new Command(
                Map.of("KECS_POSTGRES_URL", database.url(Role.OWNER)),
                "migrate",
                "--grant-to",
                "nobody_of_that_name")) {
      assertThat(grant.errors(2)).last().asString().contains("nobody_of_that_name");
    }
  }

  @ParameterizedTest
  @MethodSource
  void whatIsNotUnderstoodIsOneLineThatSaysWhat(List<String> arguments, String told)
      throws Exception {
    try (Command command = new Command(Map.of(), arguments.toArray(String[]::new))) {
      assertThat(command.refusal(2)).contains(told).contains(" --help").doesNotContain(SECRET);
    }
  }

  static Stream<Arguments> whatIsNotUnderstoodIsOneLineThatSaysWhat() {
    String url = "postgres://me:" + SECRET + "@localhost/kecs";
    return Stream.of(
        Arguments.of(List.of("stort"), "unexpected argument stort"),
        Arguments.of(List.of("start", url), "unexpected argument"),
        Arguments.of(List.of("start", "--postgresurl=" + url), "unknown option --postgresurl"),
        Arguments.of(List.of("start", "--storage", "mysql"), "mysql"),
        Arguments.of(List.of("start", "--storage", "embedded", "--postgres-url", url), "embedded"),
        Arguments.of(List.of("start", "--storage", "postgres"), "URL"),
        Arguments.of(List.of("start", "--postgres-url", "mysql" + url), "--postgres-url"),
        Arguments.of(List.of("start", "--schema", "no identifier"), "--schema"),
        Arguments.of(List.of("start", "--data-dir", ""), "--data-dir: the data directory must not"),
        Arguments.of(List.of("start", "--data-dir", " \n"), "--data-dir"),
        Arguments.of(List.of("migrate", "--check", "--grant-to", "me"), "--check"));
  }

  @Test
  void aServerThatIsNotThereIsOneLine() throws Exception {
    String url = "postgres://me:" + SECRET + "@127.0.0.1:1/kecs";
    try (Command start = new Command(Map.of(), "start", "--postgres-url", url)) {
      assertThat(start.refusal(1)).contains("cannot be reached").doesNotContain(SECRET);
    }
  }

  @Test
  void aVariableThatIsNotUnderstoodIsNamed() throws Exception {
    try (Command start = new Command(Map.of("KECS_STORAGE", "mysql"), "start")) {
      assertThat(start.refusal(2)).contains("KECS_STORAGE", "mysql");
    }
  }

  @Test
  void helpTellsEveryOptionAndHowToBegin() throws Exception {
    try (Command help = new Command(Map.of(), "--help")) {
      assertThat(String.join("\n", help.success())).contains("start", "migrate", "kecs start");
    }
    try (Command help = new Command(Map.of(), "start", "--help")) {
      assertThat(String.join("\n", help.success()))
          .contains("--storage", "--postgres-url", "--data-dir", "--schema", "KECS_POSTGRES_URL");
    }
    try (Command version = new Command(Map.of(), "--version")) {
      assertThat(version.success()).singleElement().asString().startsWith("kecs ");
    }
  }

  private static String url(List<String> told) {
    return told.stream()
        .filter(line -> line.startsWith("URL "))
        .map(line -> line.replaceFirst("URL *", ""))
        .findFirst()
        .orElseThrow();
  }

  private static void insertCluster(Path data, List<String> told) throws IOException, SQLException {
    String password = Files.readString(data.resolve("cluster/password"));
    String url = url(told).replaceFirst("postgres://.*@", "jdbc:postgresql://");
    try (Connection connection = DriverManager.getConnection(url, "kecs", password);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          """
          INSERT INTO kecs.clusters (account_id, region, key, arn, status, tags,
                                     capacity_providers, created_at, updated_at, version)
          VALUES ('123456789012', 'eu-central-1',
                  kecs.arn_key('arn:aws:ecs:eu-central-1:123456789012:cluster/kept'),
                  'arn:aws:ecs:eu-central-1:123456789012:cluster/kept', 'ACTIVE', '{}', '{}',
                  now(), now(), 1)
          """);
    }
  }

  /** A run of the command, killed when it is closed. */
  private final class Command implements AutoCloseable {
    private final Path errors;
    private final Process process;
    private final BufferedReader out;

    Command(Map<String, String> environment, String... arguments) throws IOException {
      errors = Files.createTempFile(temporary, "errors", ".txt");
      List<String> command =
          new ArrayList<>(
              List.of(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "-Duser.language=tr",
                  "-Duser.country=TR",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Kecs.class.getName()));
      command.addAll(List.of(arguments));
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("KECS_"));
      builder.environment().putAll(environment);
      process = builder.start();
      out = process.inputReader();
    }

    List<String> readUntilReady() throws IOException {
      List<String> lines = new ArrayList<>();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith("Ready.")) {
          return lines;
        }
        lines.add(line);
      }
      throw new AssertionError("not ready: " + errors());
    }

    List<String> success() throws IOException, InterruptedException {
      List<String> lines = out.lines().toList();
      assertThat(process.waitFor()).as(errors()).isZero();
      return lines;
    }

    /** The one line of a run that fails with the exit code. */
    String refusal(int exitCode) throws IOException, InterruptedException {
      assertThat(out.lines()).isEmpty();
      assertThat(errors(exitCode)).singleElement().asString().startsWith("kecs: ");
      return errors();
    }

    List<String> errors(int exitCode) throws IOException, InterruptedException {
      out.lines().forEach(line -> {});
      assertThat(process.waitFor()).as(errors()).isEqualTo(exitCode);
      return errors().lines().toList();
    }

    String errors() throws IOException {
      return Files.readString(errors);
    }

    /** Sends SIGTERM and returns the exit code. */
    int stop() throws InterruptedException {
      process.destroy();
      return process.waitFor();
    }

    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
      process.destroy();
      process.onExit().completeOnTimeout(process, 30, SECONDS).join();
      process.destroyForcibly();
    }
  }
}
