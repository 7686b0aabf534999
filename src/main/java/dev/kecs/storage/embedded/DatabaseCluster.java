package dev.kecs.storage.embedded;

import dev.kecs.storage.error.StorageUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The data of one server ("cluster" is PostgreSQL's word), with the password that opens it. */
final class DatabaseCluster {
  /** The longest wait for a crash recovery at start. */
  private static final String SECONDS_TO_START = "600";

  private static final String SECONDS_TO_STOP = "60";

  private final PostgresPrograms programs;
  private final Path log;
  private final Path data;
  private final String password;

  private DatabaseCluster(DataDirectory directory, PostgresPrograms programs, Path folder)
      throws IOException {
    this.programs = programs;
    this.log = directory.log();
    this.data = folder.resolve("data");
    this.password = Files.readString(folder.resolve("password")).strip();
  }

  /** Finds the data, and stops a server that still runs on it; or makes the data. */
  static DatabaseCluster open(
      DataDirectory directory, PostgresPrograms programs, Consumer<String> progress)
      throws IOException {
    Path folder = directory.resolve("cluster");
    if (!Files.exists(folder)) {
      progress.accept("Initialising the database in " + directory.path() + ", this once");
      Path made = directory.newFolder();
      initialise(made, programs);
      Files.move(made, folder, StandardCopyOption.ATOMIC_MOVE);
    }
    DatabaseCluster cluster = new DatabaseCluster(directory, programs, folder);
    cluster.refuseOtherMajor(directory.path());
    cluster.stopOutlived(progress);
    return cluster;
  }

  /** Makes the data. At no moment could anyone connect without the password. */
  private static void initialise(Path folder, PostgresPrograms programs) throws IOException {
    String data = folder.resolve("data").toString();
    Path passwordFile = folder.resolve("password");
    String password = randomPassword();
    DataDirectory.writeSecret(passwordFile, password);
    boolean builtinLocales = programs.major() >= 17;
    programs.run(
        "initdb",
        List.of(
            "--pgdata=" + data,
            "--username=postgres",
            "--auth=scram-sha-256",
            "--pwfile=" + passwordFile,
            "--encoding=UTF8",
            // The same on every machine, and with the letters of all of Unicode.
            "--locale=C",
            builtinLocales ? "--locale-provider=builtin" : "--locale-provider=icu",
            builtinLocales ? "--builtin-locale=C.UTF-8" : "--icu-locale=und",
            "--data-checksums",
            "--no-instructions"));
    // Single-user mode, in which nobody can connect, takes one statement a line.
    programs.run(
        "postgres",
        List.of(
            "--single",
            "-D",
            data,
            "-c",
            "exit_on_error=true",
            "-c",
            "log_min_error_statement=panic",
            "postgres"),
        """
        CREATE ROLE kecs LOGIN CREATEDB CREATEROLE PASSWORD '%s'
        CREATE DATABASE kecs OWNER kecs
        """
            .formatted(password));
  }

  private static String randomPassword() {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().encodeToString(random);
  }

  private void refuseOtherMajor(Path directory) throws IOException {
    String major = Files.readString(data.resolve("PG_VERSION")).strip();
    if (!major.equals(Integer.toString(programs.major()))) {
      throw new StorageUnavailableException(
          directory
              + (" holds data of PostgreSQL " + major)
              + (", this version of kecs runs PostgreSQL " + programs.version())
              + ": use the version that made it, or choose another data directory and move the data"
              + (" there with pg_dump and psql of PostgreSQL " + major));
    }
  }

  /** Stops the server that a killed JVM left running; otherwise another one could not start. */
  private void stopOutlived(Consumer<String> progress) throws IOException {
    Path pidFile = data.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(pidIn(pidFile));
    if (process.isEmpty()) {
      return; // PostgreSQL notices this itself, and removes the file.
    }
    ProcessHandle.Info info = process.get().info();
    if (!info.command().map(DatabaseCluster::isPostgres).orElse(false)) {
      // Another program has this process id now. PostgreSQL would refuse to start because of it.
      Files.delete(pidFile);
      return;
    }
    boolean ours =
        info.arguments().map(all -> Arrays.asList(all).contains(data.toString())).orElse(true);
    if (!ours) {
      throw new StorageUnavailableException(
          pidFile
              + " names a PostgreSQL server that runs on other data, process "
              + process.get().pid()
              + ": delete that file if no server uses the data beside it");
    }
    progress.accept("Stopping the PostgreSQL server that a killed process left running");
    stop();
  }

  private static long pidIn(Path pidFile) throws IOException {
    try (Stream<String> lines = Files.lines(pidFile)) {
      return Long.parseLong(lines.findFirst().orElse("0").strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static boolean isPostgres(String command) {
    Path name = Path.of(command).getFileName();
    return name != null && name.toString().startsWith("postgres");
  }

  String password() {
    return password;
  }

  /**
   * Starts the server, and returns when it accepts connections.
   *
   * @param lasting whether what is committed must survive a crash of the machine
   */
  void start(int port, boolean lasting) throws IOException {
    try {
      startAndWait(port, lasting);
    } catch (Throwable e) {
      // pg_ctl leaves a server running that takes longer than it waits for.
      try {
        stop();
      } catch (IOException | RuntimeException stillRuns) {
        e.addSuppressed(stillRuns);
      }
      throw e;
    }
  }

  private void startAndWait(int port, boolean lasting) throws IOException {
    String durable = lasting ? "on" : "off";
    // By pg_ctl, not postgres itself, so that a Ctrl+C for this process does not reach the server,
    // which must stop last.
    programs.run(
        "pg_ctl",
        List.of(
            "start",
            "-D",
            data.toString(),
            "-w",
            "-t",
            SECONDS_TO_START,
            "-l",
            log.toString(),
            "-o",
            String.join(
                " -c ",
                "-p " + port,
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "fsync=" + durable,
                "synchronous_commit=" + durable,
                "full_page_writes=" + durable,
                // Clients report their errors; in this log they would only fill the disk.
                "log_min_messages=log",
                "log_checkpoints=off")));
  }

  /** Stops the server: transactions in progress are rolled back. Does nothing if none runs. */
  void stop() throws IOException {
    if (!Files.exists(data.resolve("postmaster.pid"))) {
      return;
    }
    try {
      stop("fast");
    } catch (StorageUnavailableException e) {
      // This loses nothing: the next start replays the log.
      stop("immediate");
    }
  }

  private void stop(String mode) throws IOException {
    programs.run(
        "pg_ctl", List.of("stop", "-D", data.toString(), "-m", mode, "-w", "-t", SECONDS_TO_STOP));
  }
}
