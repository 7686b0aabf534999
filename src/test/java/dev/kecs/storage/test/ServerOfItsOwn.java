package dev.kecs.storage.test;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An embedded server that a test may stop, kill and start again, at the same address and on the
 * same data, both gone after {@link #close}.
 */
public final class ServerOfItsOwn implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);

  private final Path folder;
  private final int port = FreePort.find();
  private @Nullable EmbeddedPostgres running;

  private ServerOfItsOwn(Path folder) {
    this.folder = folder;
  }

  /** Makes a server, which runs. */
  public static ServerOfItsOwn open() {
    try {
      ServerOfItsOwn server = new ServerOfItsOwn(Files.createTempDirectory("kecs-test-"));
      AtExit.close(server);
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How to reach it, running or not. */
  public TestServer server() {
    // Any password does: the server trusts every connection of this machine.
    return new TestServer(
        "embedded", new Address("127.0.0.1", port), "postgres", "postgres", "trusted", Map.of());
  }

  /** Starts it again; does nothing while it runs. */
  public synchronized void start() {
    if (running != null) {
      return;
    }
    Path log = folder.resolve("server.log");
    try {
      running =
          EmbeddedPostgres.builder()
              .setPort(port)
              .setDataDirectory(data())
              .setCleanDataDirectory(false)
              .setRegisterShutdownHook(false)
              .setLocaleConfig("locale", "C")
              // Off by zonky's default: what was committed would not outlive a kill.
              .setServerConfig("synchronous_commit", "on")
              .setPGStartupWait(START)
              .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
    } catch (IOException | RuntimeException e) {
      throw new IllegalStateException("The embedded PostgreSQL does not start: " + text(log), e);
    }
  }

  /** Stops it as an operator would: transactions are rolled back, connections ended with a word. */
  public synchronized void stop() {
    if (running == null) {
      return;
    }
    try {
      running.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    running = null;
  }

  /** Ends all its processes at once, as a loss of power would. */
  public synchronized void kill() {
    if (running == null) {
      return;
    }
    ProcessHandle postmaster = ProcessHandle.of(pid()).orElseThrow();
    List<ProcessHandle> all =
        Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    // A process that is left holds the shared memory, and a start would be refused.
    all.forEach(process -> process.onExit().join());
    stop();
  }

  /** Stops it and starts it again. */
  public synchronized void restart() {
    stop();
    start();
  }

  @Override
  public synchronized void close() {
    AtExit.forget(this);
    stop();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path data() {
    return folder.resolve("data");
  }

  private long pid() {
    return Long.parseLong(text(data().resolve("postmaster.pid")).lines().findFirst().orElseThrow());
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return server().toString();
  }
}
