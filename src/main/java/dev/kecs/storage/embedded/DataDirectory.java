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
 * The directory of an embedded server, with its programs, data and log. Only its owner can read it.
 * One JVM at a time holds it, until it closes it or ends in any way.
 *
 * <p>A folder that takes long to make is made under a temporary name and then renamed. So a later
 * start never takes what a killed one left for complete.
 */
final class DataDirectory implements AutoCloseable {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final String PASSING = "new-";
  private static final String LOCK = "kecs.lock";

  /** The locked byte lies beyond the text, because Windows lets nobody read what is locked. */
  private static final long LOCKED_FROM = Long.MAX_VALUE - 1;

  /**
   * The directories that this JVM holds. The file lock cannot tell: on Linux, to open and close a
   * file that this JVM has locked would release the lock.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel lock;

  private DataDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Takes a directory for this JVM; makes it if it does not exist.
   *
   * @throws StorageUnavailableException if it is in use, or holds other files
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
      FileChannel lock = lock(path);
      try {
        DataDirectory opened = new DataDirectory(path, lock);
        // Removes what killed starts left. An initdb of one may still write: then the next start
        // removes it.
        opened.deleteAll(PASSING);
        return opened;
      } catch (Throwable e) {
        try (lock) {
          throw e;
        }
      }
    } catch (Throwable e) {
      HELD.remove(path);
      throw e;
    }
  }

  /**
   * Refuses a directory with other files, so that a mistyped path does not change their
   * permissions.
   */
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
    } catch (Throwable e) {
      try (channel) {
        throw e;
      }
    }
  }

  private static StorageUnavailableException inUse(Path path, String holder) {
    return new StorageUnavailableException(
        path + " is in use by " + holder + ": stop that one, or choose another data directory");
  }

  /** Deletes, as far as possible, everything whose name begins with the prefix. */
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

  /** The file for the programs' output and the server's own log. */
  Path log() {
    return path.resolve("server.log");
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  /** Makes an empty folder under a temporary name, to be renamed when its content is complete. */
  Path newFolder() throws IOException {
    return Files.createTempDirectory(path, PASSING, ownerOnly("rwx------"));
  }

  /** Writes a new file that only its owner can read, and that survives a crash of the machine. */
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

  /** Releases the directory. */
  @Override
  public void close() throws IOException {
    try {
      lock.close();
    } finally {
      HELD.remove(path);
    }
  }
}
