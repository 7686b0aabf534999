package dev.kecs.codegen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jooq.codegen.JavaGenerator;
import org.jooq.codegen.JavaWriter;
import org.jooq.meta.Database;
import org.jooq.meta.SchemaDefinition;
import org.jooq.meta.TableDefinition;

/**
 * jOOQ's generator, which does nothing when nothing has changed since it last succeeded. It also
 * tells the schema's version in the class of the schema, and writes the mappings of tables to
 * records.
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
      writeMappings(database);
      Files.writeString(last, now);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeMappings(Database database) throws IOException {
    MappingsWriter mappings = new MappingsWriter(getTargetPackage());
    List<RecordSource> records = RecordSource.all(Project.root());
    for (TableDefinition table : database.getTables(database.getSchemata().get(0))) {
      mappings.add(table, records);
    }
    Path folder = Path.of(getTargetDirectory(), getTargetPackage().split("\\."));
    Files.writeString(folder.resolve("Mappings.java"), mappings.source());
  }

  @Override
  protected void generateSchemaClassFooter(SchemaDefinition schema, JavaWriter out) {
    out.javadoc("The version of the newest migration: MAJOR.N.");
    out.println(
        "public static final String VERSION = \"%s\";",
        ((MigratedDatabase) schema.getDatabase()).version());
  }
}
