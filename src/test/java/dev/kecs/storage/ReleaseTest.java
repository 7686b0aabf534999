package dev.kecs.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kecs.storage.config.StorageConfig;
import dev.kecs.storage.embedded.EmbeddedServer;
import dev.kecs.storage.test.Await;
import dev.kecs.storage.test.TestDatabase;
import dev.kecs.storage.test.TestDatabase.Role;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What opening takes is given back if opening ends by an error, such as a class that is missing.
 */
class ReleaseTest {
  @Test
  void anErrorWhileOpeningClosesThePool() throws Exception {
    try (TestDatabase database = TestDatabase.create()) {
      assertOpeningFails(Map.of("KECS_POSTGRES_URL", database.url(Role.OWNER)));

      Await.until(
          "no connection is left",
          () ->
              database.number(
                      "SELECT count(*) FROM pg_stat_activity WHERE usename = ?",
                      database.user(Role.OWNER))
                  == 0);
    }
  }

  @Test
  void anErrorWhileOpeningStopsTheEmbeddedServer(@TempDir Path directory) throws Exception {
    Path data = directory.resolve("data");
    assertOpeningFails(Map.of("KECS_DATA_DIR", data.toString()));

    assertThat(data.resolve("cluster/data/PG_VERSION")).exists();
    assertThat(data.resolve("cluster/data/postmaster.pid")).doesNotExist();
    EmbeddedServer.start(data, line -> {}).close();
  }

  private static void assertOpeningFails(Map<String, String> variables) throws Exception {
    try (URLClassLoader loader = new WithoutFlyway()) {
      Class<?> configs = loader.loadClass(StorageConfig.class.getName());
      Object builder = configs.getMethod("builder").invoke(null);
      builder.getClass().getMethod("environment", Map.class).invoke(builder, variables);
      Object config = builder.getClass().getMethod("build").invoke(builder);

      assertThatThrownBy(
              () ->
                  loader
                      .loadClass(Storage.class.getName())
                      .getMethod("open", configs)
                      .invoke(null, config))
          .isInstanceOf(InvocationTargetException.class)
          .cause()
          .isInstanceOf(NoClassDefFoundError.class)
          .hasMessageContaining("flyway");
    }
  }

  /** The class path of the tests, as of a host that left Flyway out. */
  private static final class WithoutFlyway extends URLClassLoader {
    WithoutFlyway() {
      super(classPath(), ClassLoader.getPlatformClassLoader());
    }

    private static URL[] classPath() {
      return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
          .map(WithoutFlyway::url)
          .toArray(URL[]::new);
    }

    private static URL url(String path) {
      try {
        return Path.of(path).toUri().toURL();
      } catch (MalformedURLException e) {
        throw new IllegalArgumentException(e);
      }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("org.flywaydb.")) {
        throw new ClassNotFoundException(name);
      }
      return super.findClass(name);
    }
  }
}
