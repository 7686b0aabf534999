package dev.kecs.codegen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jooq.codegen.JavaGenerator;
import org.jooq.codegen.JavaWriter;
import org.jooq.meta.Database;
import org.jooq.meta.SchemaDefinition;

/**
 * jOOQ's generator, which does nothing when nothing has changed since it last succeeded, and tells
 * the schema's version in the class of the schema.
 */
public class DigestGenerator extends JavaGenerator {
  @Override
  public void generate(Database database) {
    Path last = Path.of(getTargetDirectory(), ".digest");
    try {
      String now = Project.digest();
      if (Files.exists(last) && Files.readString(last).equals(now)) {
        return;
      }
      Files.deleteIfExists(last);
      super.generate(database);
      Files.writeString(last, now);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected void generateSchemaClassFooter(SchemaDefinition schema, JavaWriter out) {
    out.javadoc("The version of the newest migration: MAJOR.N.");
    out.println(
        "public static final String VERSION = \"%s\";",
        ((MigratedDatabase) schema.getDatabase()).version());
  }
}
