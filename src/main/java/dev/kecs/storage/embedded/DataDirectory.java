package dev.kecs.storage.embedded;

import dev.kecs.storage.error.StorageUnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/**
 * The directory that holds all an embedded server has: programs, data, log. Readable by its owner
 * only, and held by one JVM at a time, until it is closed or that JVM ends, however it ends.
 *
 * <p>What takes long to make is made under a passing name and then renamed, so that a start that is
 * killed half-way leaves nothing that a later one would take for complete.
 */
final class DataDirectory implements AutoCloseable {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final String PASSING = "new-";
  private static final String LOCK = "kecs.lock";

  /** The lock's bytes, beyond the text, which Windows lets nobody read where it is locked. */
  private static final long LOCKED_FROM = Long.MAX_VALUE - 1;

  /**
   * What this JVM holds. The lock does not tell: to open and close a file that is locked already
   * would release, on Linux, the lock of the one that has it.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel lock;

  private DataDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Takes a directory, and makes it where it does not exist.
   *
   * @throws StorageUnavailableException if somebody has it, or it holds something else
   */
  static DataDirectory open(Path directory) throws IOException {
    boolean existed = Files.exists(directory);
    if (existed) {
      refuseForeign(directory);
    }
    Files.createDirectories(directory, ownerOnly("rwx------"));
    if (existed && POSIX) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
    Path path = directory.toRealPath();
    if (!HELD.add(path)) {
      throw inUse(path, "this process");
    }
    try {
      DataDirectory opened = new DataDirectory(path, lock(path));
      // Of killed starts. An initdb may have outlived one and still write: the next start tries.
      opened.deleteAll(PASSING);
      return opened;
    } catch (IOException | RuntimeException e) {
      HELD.remove(path);
      throw e;
    }
  }

  /** Keeps a mistyped path from costing its files their permissions. */
  private static void refuseForeign(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    try (Stream<Path> files = Files.list(directory)) {
      if (!Files.exists(directory.resolve(LOCK)) && files.findAny().isPresent()) {
        throw new StorageUnavailableException(
            directory
                + " holds other files, none of kecs: choose a data directory that is new or empty");
      }
    }
  }

  private static FileChannel lock(Path path) throws IOException {
    Path file = path.resolve(LOCK);
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            ownerOnly("rw-------"));
    try {
      if (channel.tryLock(LOCKED_FROM, 1, false) == null) {
        throw inUse(path, ("another process " + Files.readString(file)).strip());
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static StorageUnavailableException inUse(Path path, String holder) {
    return new StorageUnavailableException(
        path + " is in use by " + holder + ": stop that one, or choose another data directory");
  }

  /** Deletes, as far as it can, what has a name that begins so. */
  void deleteAll(String prefix) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .forEach(file -> FileUtils.deleteQuietly(file.toFile()));
    }
  }

  Path path() {
    return path;
  }

  /** What the programs print, and the server's own log. */
  Path log() {
    return path.resolve("server.log");
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  /** A new, empty folder under a passing name, to be renamed when what it holds is complete. */
  Path newFolder() throws IOException {
    return Files.createTempDirectory(path, PASSING, ownerOnly("rwx------"));
  }

  /** Writes a new file that only its owner reads, and that survives a crash of the machine. */
  static void writeSecret(Path file, String text) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            ownerOnly("rw-------"))) {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
      channel.force(true);
    }
  }

  private static FileAttribute<?>[] ownerOnly(String permissions) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** Lets the directory go. */
  @Override
  public void close() throws IOException {
    lock.close();
    HELD.remove(path);
  }
}
