package dev.kecs.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kecs.storage.test.TestDatabase;
import dev.kecs.storage.test.TestDatabase.Role;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An application with a class loader of its own, as servers give it to what they deploy. */
class DriverRegistrationTest {
  private TestDatabase database;

  @BeforeEach
  void makeDatabase() {
    database = TestDatabase.create();
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void closingTheLastStorageTakesTheDriverOutOfDriverManager() throws Exception {
    try (URLClassLoader application = loader(file -> true, ClassLoader.getPlatformClassLoader())) {
      assertThat(run(application, "open", "open", "close", "close"))
          .containsExactly(true, true, true, false);
    }
  }

  @Test
  void migratingLeavesNoDriverInDriverManager() throws Exception {
    try (URLClassLoader application = loader(file -> true, ClassLoader.getPlatformClassLoader())) {
      assertThat(run(application, "migrate")).containsExactly(false);
    }
  }

  @Test
  void aDriverThatTheApplicationRegisteredStays() throws Exception {
    try (URLClassLoader application = loader(file -> true, ClassLoader.getPlatformClassLoader())) {
      assertThat(run(application, "register", "open", "close")).containsExactly(true, true, true);
    }
  }

  @Test
  void aDriverOfTheServerStays() throws Exception {
    Predicate<Path> driver = file -> file.getFileName().toString().startsWith("postgresql-42");
    try (URLClassLoader server = loader(driver, ClassLoader.getPlatformClassLoader());
        URLClassLoader application = loader(driver.negate(), server)) {
      assertThat(run(application, "open", "close")).containsExactly(true, true);
    }
  }

  private static URLClassLoader loader(Predicate<Path> holds, ClassLoader parent) throws Exception {
    List<Path> files =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter(holds)
            .toList();
    URL[] urls = new URL[files.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = files.get(i).toUri().toURL();
    }
    return new URLClassLoader(urls, parent);
  }

  private List<Boolean> run(ClassLoader loader, String... steps) throws Exception {
    @SuppressWarnings("unchecked")
    var application =
        (BiFunction<String, List<String>, List<Boolean>>)
            loader.loadClass(UndeployedApplication.class.getName()).getConstructor().newInstance();
    return application.apply(database.url(Role.OWNER), List.of(steps));
  }
}
