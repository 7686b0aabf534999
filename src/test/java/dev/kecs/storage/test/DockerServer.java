package dev.kecs.storage.test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** A server in a container, where there is a Docker to run it. */
final class DockerServer {
  /** A daemon that does not answer is as good as none. */
  private static final Duration PROBE = Duration.ofSeconds(5);

  /** The image may have to be fetched first. */
  private static final Duration START = Duration.ofMinutes(3);

  private DockerServer() {}

  /** A started server, or nothing when there is no Docker, or none that has the image. */
  static Optional<TestServer> start() {
    if (!maybeThere()) {
      return Optional.empty();
    }
    try {
      boolean there = within(PROBE, () -> DockerClientFactory.instance().isDockerAvailable());
      return there ? Optional.of(within(START, DockerServer::run)) : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while starting PostgreSQL in Docker", e);
    } catch (Throwable none) {
      return Optional.empty();
    }
  }

  /** Told from where Docker listens by default, since asking Testcontainers costs seconds. */
  private static boolean maybeThere() {
    String home = System.getProperty("user.home");
    return System.getenv("DOCKER_HOST") != null
        || Files.exists(Path.of("/var/run/docker.sock"))
        || Files.exists(Path.of(home, ".docker", "run", "docker.sock"))
        || Files.exists(Path.of(home, ".testcontainers.properties"));
  }

  private static TestServer run() {
    PostgreSQLContainer<?> container =
        new PostgreSQLContainer<>(
                DockerImageName.parse(image()).asCompatibleSubstituteFor("postgres"))
            .withUsername("postgres")
            .withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=300");
    container.start();
    AtExit.close(container);
    return new TestServer(
        "in Docker",
        new Address(
            container.getHost(), container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT)),
        container.getDatabaseName(),
        container.getUsername(),
        container.getPassword(),
        Map.of());
  }

  /** Of the major version that the build embeds, so that one property chooses both. */
  private static String image() {
    String version = System.getProperty("kecs.test.postgres.version", "18");
    return System.getProperty(
        "kecs.test.postgres.image", "postgres:" + version.split("\\.", 2)[0] + "-alpine");
  }

  /** Runs work that may hang in a thread that can be left to it. */
  private static <T> T within(Duration limit, Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "docker");
    thread.setDaemon(true);
    thread.start();
    return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
  }
}
