package dev.kecs.storage.embedded;

import dev.kecs.storage.error.StorageUnavailableException;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's own programs, unpacked from the class path: initdb, pg_ctl, postgres. */
final class PostgresPrograms {
  private static final String FOLDER = "programs-";

  private final List<String> launcher;
  private final Path bin;
  private final Path log;
  private final String version;

  private PostgresPrograms(DataDirectory directory, Path folder) throws IOException {
    this.launcher = launcher(directory);
    this.bin = folder.resolve("bin");
    this.log = directory.log();
    this.version = askVersion();
  }

  /** Unpacks the programs, unless an earlier start did. */
  static PostgresPrograms unpack(DataDirectory directory, Consumer<String> progress)
      throws IOException {
    byte[] archive = archive();
    Path folder = directory.resolve(FOLDER + digest(archive));
    if (!Files.exists(folder)) {
      progress.accept("Unpacking PostgreSQL, this once");
      Path unpacked = directory.newFolder();
      unpack(archive, unpacked);
      directory.deleteAll(FOLDER); // Those of another version.
      Files.move(unpacked, folder, StandardCopyOption.ATOMIC_MOVE);
    }
    return new PostgresPrograms(directory, folder);
  }

  private static byte[] archive() throws IOException {
    String os = System.getProperty("os.name");
    String system = os.startsWith("Mac") ? "Darwin" : os.startsWith("Windows") ? "Windows" : os;
    try (InputStream in =
        DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, System.getProperty("os.arch"))) {
      return in.readAllBytes();
    } catch (IllegalStateException e) {
      throw new StorageUnavailableException(
          "there is no embedded PostgreSQL for this platform on the class path", e);
    }
  }

  private static String digest(byte[] archive) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void unpack(byte[] archive, Path folder) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
      TarArchiveEntry entry;
      while ((entry = tar.getNextEntry()) != null) {
        Path file = folder.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(file);
          continue;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, file);
          if ((entry.getMode() & 0100) != 0 && !file.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + file + " executable");
          }
        }
      }
    }
  }

  /**
   * Returns the beginning of a program's command line. PostgreSQL refuses to run as root. In its
   * own user namespace it runs as nobody, who still owns root's files there.
   */
  private static List<String> launcher(DataDirectory directory) throws IOException {
    if (LinuxUtils.isUnshareAvailable()) {
      return List.of("unshare", "--user");
    }
    if (Files.getOwner(directory.path()).getName().equals("root")) {
      throw new StorageUnavailableException(
          "PostgreSQL does not run as root, and this machine grants no user namespace (unshare"
              + " --user): start as an ordinary user");
    }
    return List.of();
  }

  private String askVersion() throws IOException {
    Process process = builder("postgres", List.of("--version")).start();
    String answer =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    int exit = process.onExit().join().exitValue();
    if (exit != 0) {
      throw new IOException(bin.resolve("postgres") + " does not run, exit code " + exit);
    }
    return answer.substring(answer.lastIndexOf(' ') + 1);
  }

  /** Such as {@code 18.6}. */
  String version() {
    return version;
  }

  /** Such as {@code 18}. */
  int major() {
    return Integer.parseInt(version.replaceFirst("\\D.*", ""));
  }

  /** Runs a program to its end. Throws if it fails; what it printed is in the log. */
  void run(String program, List<String> arguments) throws IOException {
    run(program, arguments, "");
  }

  /** Runs a program with an input, and waits for its end even if this thread is interrupted. */
  void run(String program, List<String> arguments, String input) throws IOException {
    Process process =
        builder(program, arguments).redirectOutput(Redirect.appendTo(log.toFile())).start();
    try (Writer in = process.outputWriter(StandardCharsets.US_ASCII)) {
      in.write(input);
    }
    if (process.onExit().join().exitValue() != 0) {
      throw new StorageUnavailableException(program + " failed: see " + log);
    }
  }

  private ProcessBuilder builder(String program, List<String> arguments) {
    List<String> command = new ArrayList<>(launcher);
    command.add(bin.resolve(program).toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // PGDATA, PGPORT, PGOPTIONS and the like are meant for another server.
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    return builder;
  }
}
