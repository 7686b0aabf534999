package dev.kecs.storage.benchmark;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What came out of a run, for people and for programs. */
record Report(Settings settings, List<Figure> figures, long seconds) {
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("benchmark.md"), markdown());
    Files.writeString(folder.resolve("benchmark.json"), json());
    Progress.say("Written to benchmark.md and benchmark.json in " + folder);
  }

  String markdown() {
    String missed =
        figures.stream()
            .filter(Figure::isMissed)
            .map(Figure::workload)
            .distinct()
            .collect(joining(", "));
    return settings.values().entrySet().stream()
            .map(setting -> setting.getKey() + ": " + setting.getValue())
            .collect(joining("; ", "", ".\n"))
        + "\nIt took %d min %d s. Targets missed: %s.\n"
            .formatted(seconds / 60, seconds % 60, missed.isEmpty() ? "none" : missed)
        + "\n| Workload | Data | Measured | Ours | Baseline | Ratio (quartiles) | Target | |\n"
        + "|---|---|---|--:|--:|--:|--:|---|\n"
        + figures.stream().map(Report::row).collect(joining());
  }

  private static String row(Figure figure) {
    return "| %s | %s | %s | %s | %s | %s | %s | %s |\n"
        .formatted(
            figure.workload(),
            figure.size(),
            figure.measured(),
            figure.oursText(),
            figure.baselineText(),
            figure.ratioText(),
            figure.targetText(),
            figure.verdict());
  }

  private String json() throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeObjectFieldStart("settings");
      for (Map.Entry<String, String> setting : settings.values().entrySet()) {
        json.writeStringField(setting.getKey(), setting.getValue());
      }
      json.writeEndObject();
      json.writeNumberField("seconds", seconds);
      json.writeArrayFieldStart("figures");
      for (Figure figure : figures) {
        write(json, figure);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text + "\n";
  }

  private static void write(JsonGenerator json, Figure figure) throws IOException {
    json.writeStartObject();
    json.writeStringField("workload", figure.workload());
    json.writeStringField("data", figure.size());
    json.writeStringField("measured", figure.measured());
    json.writeStringField("unit", figure.unit().name());
    json.writeNumberField("ours", figure.ours());
    if (figure.instead() != null) {
      json.writeStringField("instead", figure.instead());
    }
    if (figure.against() != null) {
      json.writeStringField("against", figure.against());
      json.writeNumberField("baseline", figure.baseline());
    }
    Spread ratio = figure.ratio();
    if (ratio != null) {
      json.writeNumberField("ratio", ratio.median());
      json.writeNumberField("ratioLow", ratio.low());
      json.writeNumberField("ratioHigh", ratio.high());
    }
    if (figure.target() != null) {
      json.writeStringField("target", figure.targetText());
      json.writeBooleanField("met", !figure.isMissed());
    }
    json.writeEndObject();
  }
}
