package dev.kecs.storage.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kecs.storage.Storage;
import dev.kecs.storage.test.TestDatabase;
import dev.kecs.storage.test.TestDatabase.Role;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library as a module, with those that the README says to name. */
class ModulePathTest {
  private static final Pattern NAMED = Pattern.compile("`--add-modules ([\\w.,]+)`");

  /** What the library needs at run time; the class path has the tests' libraries too. */
  private static final Pattern NEEDED =
      Pattern.compile(
          "(jooq-3|flyway-|HikariCP-|postgresql-42|slf4j-|jspecify-|jackson-core-|reactive-streams-"
              + "|r2dbc-spi-).*");

  @Test
  void theFirstProgramRunsOnTheModulePath(@TempDir Path folder) throws Exception {
    Path classes =
        Path.of(Storage.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path jar = folder.resolve("dev.kecs.storage.jar");
    ToolProvider.findFirst("jar")
        .orElseThrow()
        .run(System.out, System.err, "-cf", jar.toString(), "-C", classes.toString(), ".");
    Matcher named = NAMED.matcher(Files.readString(Path.of("README.md")));
    assertThat(named.find()).isTrue();

    try (TestDatabase database = TestDatabase.create()) {
      ProcessBuilder java =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "--module-path",
                  Stream.concat(Stream.of(jar.toString()), libraries())
                      .collect(Collectors.joining(File.pathSeparator)),
                  "--add-modules",
                  "dev.kecs.storage," + named.group(1),
                  "src/test/java/dev/kecs/storage/quickstart/QuickStart.java")
              .redirectErrorStream(true);
      java.environment().put("KECS_POSTGRES_URL", database.url(Role.OWNER));
      Process process = java.start();
      List<String> output = process.inputReader(UTF_8).lines().toList();

      assertThat(process.waitFor()).as(String.join("\n", output)).isZero();
      assertThat(output).contains("250 tasks of the service web run.");
    }
  }

  private static Stream<String> libraries() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(file -> NEEDED.matcher(Path.of(file).getFileName().toString()).matches());
  }
}
