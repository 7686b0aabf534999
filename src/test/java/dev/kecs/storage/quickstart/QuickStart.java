package dev.kecs.storage.quickstart;

// README: begin

import dev.kecs.storage.Storage;
import dev.kecs.storage.config.StorageConfig;
import dev.kecs.storage.ecs.ClusterArn;
import dev.kecs.storage.ecs.ClusterBuilder;
import dev.kecs.storage.ecs.Service;
import dev.kecs.storage.ecs.ServiceArn;
import dev.kecs.storage.ecs.ServiceBuilder;
import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.ecs.TaskArn;
import dev.kecs.storage.ecs.TaskBuilder;
import dev.kecs.storage.ecs.TaskDefinition;
import dev.kecs.storage.ecs.TaskDefinitionContentBuilder;
import dev.kecs.storage.ecs.TaskQuery;
import dev.kecs.storage.ecs.TaskStatusChange;
import dev.kecs.storage.ecs.TaskStatusChangeBuilder;
import dev.kecs.storage.model.Json;
import dev.kecs.storage.model.Scope;
import dev.kecs.storage.page.Page;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.transaction.Stores;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

public final class QuickStart {
  static final Scope SCOPE = new Scope("123456789012", "eu-west-1");
  static final ClusterArn CLUSTER = ClusterArn.of(SCOPE, "shop");
  static final ServiceArn WEB = ServiceArn.of(CLUSTER, "web");
  static final ServiceArn CANARY = ServiceArn.of(CLUSTER, "web-canary");

  public static void main(String[] arguments) {
    // Without KECS_POSTGRES_URL this is the embedded PostgreSQL in ~/.kecs.
    StorageConfig config = StorageConfig.builder().environment(System.getenv()).build();
    try (Storage storage = Storage.open(config)) {
      List<TaskArn> running = run(storage);
      System.out.println(running.size() + " tasks of the service web run, the newest is:");
      System.out.println(running.get(0));
    }
  }

  /** Deploys a web shop, and returns the tasks of its service web that run, newest first. */
  static List<TaskArn> run(Storage storage) {
    storage
        .clusters()
        .create(
            ClusterBuilder.builder()
                .arn(CLUSTER)
                .status("ACTIVE")
                .settings(Json.of("[{\"name\":\"containerInsights\",\"value\":\"enabled\"}]"))
                .capacityProviders(List.of("FARGATE", "FARGATE_SPOT"))
                .tags(Map.of("team", "shop"))
                .build());

    // The storage counts the revisions: web:1, web:2, web:3.
    TaskDefinition first = register(storage, "2.4.63");
    TaskDefinition second = register(storage, "2.4.64");
    TaskDefinition third = register(storage, "2.4.65");

    // A unit of work: both services with all their tasks, or nothing.
    List<TaskArn> created =
        storage.inTransaction(
            stores -> {
              List<TaskArn> arns = new ArrayList<>(deploy(stores, WEB, second, 250));
              arns.addAll(deploy(stores, CANARY, third, 50));
              return arns;
            });

    // Events of the agents: one statement, however many. What a change does not say stays.
    Instant now = Instant.now();
    List<TaskStatusChange> changes = new ArrayList<>();
    for (TaskArn arn : created) {
      changes.add(
          TaskStatusChangeBuilder.builder()
              .arn(arn)
              .lastStatus(Task.RUNNING)
              .healthStatus("HEALTHY")
              .startedAt(now)
              .build());
    }
    storage.tasks().updateStatuses(changes);

    // Read, change and write, while nobody else can change it.
    storage.services().modify(WEB, service -> service.withRunningCount(250).withPendingCount(0));
    storage.taskDefinitions().deregister(first.arn());

    // A list comes in pages; the token of one asks for the next.
    TaskQuery query = TaskQuery.of(CLUSTER).withServiceName("web").withLastStatus(Task.RUNNING);
    PageRequest request = PageRequest.first(100);
    List<TaskArn> running = new ArrayList<>();
    while (true) {
      Page<Task> page = storage.tasks().list(query, request);
      page.items().forEach(task -> running.add(task.arn()));
      if (page.nextToken() == null) {
        return running;
      }
      request = request.next(page.nextToken());
    }
  }

  private static TaskDefinition register(Storage storage, String httpd) {
    String containers =
        """
        [
          {
            "name": "web",
            "image": "public.ecr.aws/docker/library/httpd:VERSION",
            "essential": true,
            "portMappings": [{"containerPort": 80, "hostPort": 80, "protocol": "tcp"}],
            "environment": [{"name": "STAGE", "value": "production"}],
            "secrets": [
              {
                "name": "DB_PASSWORD",
                "valueFrom": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-db-a1b2c3"
              }
            ],
            "healthCheck": {
              "command": ["CMD-SHELL", "curl -f http://localhost/ || exit 1"],
              "interval": 30,
              "timeout": 5,
              "retries": 3
            },
            "logConfiguration": {
              "logDriver": "awslogs",
              "options": {
                "awslogs-group": "/ecs/shop",
                "awslogs-region": "eu-west-1",
                "awslogs-stream-prefix": "web"
              }
            }
          }
        ]
        """;
    return storage
        .taskDefinitions()
        .register(
            SCOPE,
            "web",
            TaskDefinitionContentBuilder.builder()
                .containerDefinitions(Json.of(containers.replace("VERSION", httpd)))
                .executionRoleArn("arn:aws:iam::123456789012:role/ecsTaskExecutionRole")
                .networkMode("awsvpc")
                .requiresCompatibilities(List.of("FARGATE"))
                .cpu("256")
                .memory("512")
                .build());
  }

  private static List<TaskArn> deploy(
      Stores stores, ServiceArn service, TaskDefinition definition, int count) {
    stores
        .services()
        .create(
            ServiceBuilder.builder()
                .arn(service)
                .taskDefinitionArn(definition.arn())
                .desiredCount(count)
                .pendingCount(count)
                .launchType("FARGATE")
                .status(Service.ACTIVE)
                .schedulingStrategy("REPLICA")
                .networkConfiguration(
                    Json.of("{\"awsvpcConfiguration\":{\"subnets\":[\"subnet-0a1b2c3d\"]}}"))
                .build());

    List<Task> tasks = Stream.generate(() -> pending(service, definition)).limit(count).toList();
    List<TaskArn> created = new ArrayList<>();
    for (int from = 0; from < count; from += 100) {
      List<Task> batch = tasks.subList(from, Math.min(from + 100, count));
      stores.tasks().createAll(batch).forEach(task -> created.add(task.arn()));
    }
    return created;
  }

  private static Task pending(ServiceArn service, TaskDefinition definition) {
    String id = UUID.randomUUID().toString().replace("-", "");
    return TaskBuilder.builder()
        .arn(TaskArn.of(service.cluster(), id))
        .taskDefinitionArn(definition.arn())
        .serviceArn(service)
        .group("service:" + service.name())
        .startedBy("ecs-svc/9223370516993140842")
        .launchType("FARGATE")
        .lastStatus(Task.PENDING)
        .desiredStatus(Task.RUNNING)
        .cpu(definition.cpu())
        .memory(definition.memory())
        .containers(Json.of("[{\"name\":\"web\",\"lastStatus\":\"PENDING\"}]"))
        .build();
  }
}
// README: end
