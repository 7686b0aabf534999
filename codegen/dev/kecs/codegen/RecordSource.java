package dev.kecs.codegen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A record that has a builder, as its source declares it: it is not compiled yet.
 *
 * @param room its package, such as {@code ecs}
 * @param name its simple name
 * @param parts the names of its components, in their order
 */
record RecordSource(String room, String name, List<String> parts) {
  private static final String ROOT = "dev.kecs.storage";
  private static final Pattern DECLARATION =
      Pattern.compile("@RecordBuilder\\s+public record (\\w+)\\(([^)]*)\\)");
  private static final Pattern PART = Pattern.compile("(\\w+)\\s*(,|$)");

  /** Returns those of all rooms, in the order of their names. */
  static List<RecordSource> all(Path project) throws IOException {
    Path sources = project.resolve("src/main/java").resolve(ROOT.replace('.', '/'));
    List<RecordSource> records = new ArrayList<>();
    try (Stream<Path> files = Files.walk(sources, 2).sorted()) {
      for (Path file :
          (Iterable<Path>) files.filter(f -> f.toString().endsWith(".java"))::iterator) {
        Matcher declaration = DECLARATION.matcher(Files.readString(file));
        if (declaration.find()) {
          records.add(
              new RecordSource(
                  file.getParent().getFileName().toString(),
                  declaration.group(1),
                  parts(declaration.group(2))));
        }
      }
    }
    return records;
  }

  private static List<String> parts(String components) {
    return PART.matcher(components.replaceAll("<[^>]*>", "").strip())
        .results()
        .map(part -> part.group(1))
        .toList();
  }

  /** Tells whether the table holds such records: it is called so, with or without the room. */
  boolean liesIn(String table) {
    String plural = name.replaceAll("(?<=.)(?=[A-Z])", "_").toLowerCase(Locale.ROOT) + "s";
    return table.equals(plural) || table.equals(room + "_" + plural);
  }

  /** Returns its full name. */
  String qualified() {
    return ROOT + "." + room + "." + name;
  }
}
