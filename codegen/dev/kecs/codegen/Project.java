package dev.kecs.codegen;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * What generation depends on: the migrations, this folder, the build that runs it, and the parts of
 * records.
 */
final class Project {
  private Project() {}

  /** The folder of the pom.xml, from where these classes were compiled to (target/classes). */
  static Path root() {
    try {
      Path classes =
          Path.of(Project.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return classes.getParent().getParent();
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static String digest() throws IOException {
    MessageDigest digest = sha256();
    for (String part : List.of("db/migration", "codegen", "pom.xml")) {
      try (Stream<Path> files =
          Files.walk(root().resolve(part)).filter(Files::isRegularFile).sorted()) {
        for (Path file : (Iterable<Path>) files::iterator) {
          digest.update(root().relativize(file).toString().getBytes(StandardCharsets.UTF_8));
          digest.update(Files.readAllBytes(file));
        }
      }
    }
    digest.update(RecordSource.all(root()).toString().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
