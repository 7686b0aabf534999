package dev.kecs.storage.test;

import dev.kecs.storage.Storage;
import dev.kecs.storage.ecs.Cluster;
import dev.kecs.storage.ecs.ClusterArn;
import dev.kecs.storage.ecs.ClusterBuilder;
import dev.kecs.storage.ecs.ContainerInstance;
import dev.kecs.storage.ecs.ContainerInstanceArn;
import dev.kecs.storage.ecs.ContainerInstanceBuilder;
import dev.kecs.storage.ecs.Service;
import dev.kecs.storage.ecs.ServiceArn;
import dev.kecs.storage.ecs.ServiceBuilder;
import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.ecs.TaskArn;
import dev.kecs.storage.ecs.TaskBuilder;
import dev.kecs.storage.ecs.TaskDefinitionArn;
import dev.kecs.storage.ecs.TaskDefinitionContent;
import dev.kecs.storage.ecs.TaskDefinitionContentBuilder;
import dev.kecs.storage.ecs.TaskSet;
import dev.kecs.storage.ecs.TaskSetArn;
import dev.kecs.storage.ecs.TaskSetBuilder;
import dev.kecs.storage.model.Json;
import dev.kecs.storage.model.Scope;

/** Values with what is required and nothing else, for tests to add what they are about. */
public final class Samples {
  /** Whose they are. */
  public static final Scope SCOPE = new Scope("123456789012", "eu-west-1");

  /** The name of the first of each. */
  public static final String NAME = "main";

  /** A cluster's ARN. */
  public static final ClusterArn CLUSTER = ClusterArn.of(SCOPE, NAME);

  private Samples() {}

  /** Returns a name for each number, {@link #NAME} for 0. */
  public static String named(int number) {
    return number == 0 ? NAME : NAME + "-" + number;
  }

  /** Returns the cluster of that ARN, ACTIVE. */
  public static Cluster cluster(ClusterArn arn) {
    return ClusterBuilder.builder().arn(arn).status("ACTIVE").build();
  }

  /** Returns the cluster of that name in {@link #SCOPE}, ACTIVE. */
  public static Cluster cluster(String name) {
    return cluster(ClusterArn.of(SCOPE, name));
  }

  /** Returns a service of {@link #CLUSTER}, ACTIVE, without a task definition. */
  public static Service service(String name) {
    return service(ServiceArn.of(CLUSTER, name));
  }

  /** Returns the service of that ARN, ACTIVE, without a task definition. */
  public static Service service(ServiceArn arn) {
    return ServiceBuilder.builder()
        .arn(arn)
        .status(Service.ACTIVE)
        .schedulingStrategy("REPLICA")
        .build();
  }

  /** Returns a task of {@link #CLUSTER}, RUNNING. */
  public static Task task(String id, TaskDefinitionArn definition) {
    return task(TaskArn.of(CLUSTER, id), definition);
  }

  /** Returns the task of that ARN, RUNNING. */
  public static Task task(TaskArn arn, TaskDefinitionArn definition) {
    return TaskBuilder.builder()
        .arn(arn)
        .taskDefinitionArn(definition)
        .lastStatus(Task.RUNNING)
        .desiredStatus(Task.RUNNING)
        .containers(Json.of("[]"))
        .build();
  }

  /** Returns the task set of that ARN, ACTIVE. */
  public static TaskSet taskSet(TaskSetArn arn, TaskDefinitionArn definition) {
    return TaskSetBuilder.builder()
        .arn(arn)
        .taskDefinitionArn(definition)
        .status(TaskSet.ACTIVE)
        .stabilityStatus("STEADY_STATE")
        .build();
  }

  /** Returns a container instance of {@link #CLUSTER}, ACTIVE. */
  public static ContainerInstance containerInstance(String id) {
    return containerInstance(ContainerInstanceArn.of(CLUSTER, id));
  }

  /** Returns the container instance of that ARN, ACTIVE. */
  public static ContainerInstance containerInstance(ContainerInstanceArn arn) {
    return ContainerInstanceBuilder.builder().arn(arn).status(ContainerInstance.ACTIVE).build();
  }

  /** Returns the content of a task definition with one container. */
  public static TaskDefinitionContent content() {
    return TaskDefinitionContentBuilder.builder()
        .containerDefinitions(Json.of("[{\"name\":\"app\",\"image\":\"app:1\"}]"))
        .build();
  }

  /** Stores {@link #CLUSTER}. */
  public static Cluster storedCluster(Storage storage) {
    return storage.clusters().create(cluster(CLUSTER));
  }

  /** Registers a revision of a family in {@link #SCOPE}. */
  public static TaskDefinitionArn registered(Storage storage, String family) {
    return storage.taskDefinitions().register(SCOPE, family, content()).arn();
  }
}
