package dev.kecs.storage.benchmark;

import dev.kecs.storage.Storage;
import dev.kecs.storage.ecs.TaskDefinitionContent;
import dev.kecs.storage.ecs.TaskDefinitionContentBuilder;
import dev.kecs.storage.model.Json;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** Many families of task definitions. */
final class Definitions implements Data {
  static final String PREFIX = "family-";

  static final TaskDefinitionContent CONTENT =
      TaskDefinitionContentBuilder.builder()
          .containerDefinitions(
              Json.of(
                  "[{\"name\":\"web\",\"image\":\"httpd:2.4\",\"portMappings\":[{\"containerPort\":80}]}]"))
          .cpu("256")
          .memory("512")
          .networkMode("awsvpc")
          .requiresCompatibilities(List.of("FARGATE"))
          .tags(Map.of("team", "shop"))
          .build();

  private static final int REVISIONS = 10;

  private final Installation installation;
  private final Installation relaxed;
  private final long families;

  private Definitions(Installation installation, long families) {
    this.installation = installation;
    this.relaxed = installation.relaxed();
    this.families = families;
  }

  static Definitions load(Installation installation, long families) throws SQLException {
    new Rows(installation).definitions(families, REVISIONS).analysed();
    UsualDefinitions.createTable(installation);
    return new Definitions(installation, families);
  }

  Storage storage() {
    return installation.storage();
  }

  DataSource pool() {
    return installation.pool();
  }

  /** The same data, by connections whose commits do not wait for the disk. */
  Installation relaxed() {
    return relaxed;
  }

  @Override
  public void close() {
    relaxed.close();
    installation.close();
  }

  @Override
  public String toString() {
    return "%,d families × %d revisions".formatted(families, REVISIONS);
  }
}
