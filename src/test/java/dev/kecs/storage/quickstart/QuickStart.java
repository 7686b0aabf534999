package dev.kecs.storage.quickstart;

// README: begin

import dev.kecs.storage.Storage;
import dev.kecs.storage.config.StorageConfig;
import dev.kecs.storage.ecs.*;
import dev.kecs.storage.model.*;
import dev.kecs.storage.page.Pages;
import dev.kecs.storage.transaction.Stores;
import java.util.*;
import java.util.stream.Stream;

public final class QuickStart {
  static final Scope SCOPE = new Scope("123456789012", "eu-west-1");
  static final ClusterArn SHOP = ClusterArn.of(SCOPE, "shop");
  static final ServiceArn WEB = ServiceArn.of(SHOP, "web");

  public static void main(String[] arguments) {
    // Where KECS_POSTGRES_URL is not set, this is the embedded PostgreSQL in ~/.kecs.
    StorageConfig config = StorageConfig.builder().environment(System.getenv()).build();
    try (Storage storage = Storage.open(config)) {
      System.out.println(deployAndWalk(storage).size() + " tasks of the service web run.");
    }
  }

  static List<TaskArn> deployAndWalk(Storage storage) {
    storage.clusters().create(ClusterBuilder.builder().arn(SHOP).status("ACTIVE").build());
    Json containers = Json.of("[ {\"name\": \"web\", \"image\": \"httpd:2.4.65\"} ]");
    var content = TaskDefinitionContentBuilder.builder().containerDefinitions(containers).build();
    TaskDefinition web1 = storage.taskDefinitions().register(SCOPE, "web", content);

    // A unit of work: the service and all its tasks are stored, or nothing is.
    List<Task> tasks = storage.inTransaction(stores -> deploy(stores, web1.arn(), 250));

    // The agents report that the tasks run: one statement for all.
    var running = TaskStatusChangeBuilder.builder().lastStatus(Task.RUNNING);
    storage.tasks().updateStatuses(tasks.stream().map(t -> running.arn(t.arn()).build()).toList());

    // A walk through the list, newest task first, which reads 100 tasks at a time.
    TaskQuery query = TaskQuery.of(SHOP).withServiceName("web").withLastStatus(Task.RUNNING);
    return Pages.stream(page -> storage.tasks().list(query, page), 100).map(Task::arn).toList();
  }

  static List<Task> deploy(Stores stores, TaskDefinitionArn definition, int count) {
    var service = ServiceBuilder.builder().arn(WEB).taskDefinitionArn(definition);
    service.desiredCount(count).status(Service.ACTIVE).schedulingStrategy("REPLICA");
    stores.services().create(service.build());

    var task = TaskBuilder.builder().serviceArn(WEB).taskDefinitionArn(definition);
    task.lastStatus(Task.PENDING).desiredStatus(Task.RUNNING).containers(Json.of("[]"));
    Stream<String> ids = Stream.generate(() -> UUID.randomUUID().toString()).limit(count);
    List<Task> tasks = ids.map(id -> task.arn(TaskArn.of(SHOP, id)).build()).toList();
    return stores.tasks().createAll(tasks);
  }
}
// README: end
