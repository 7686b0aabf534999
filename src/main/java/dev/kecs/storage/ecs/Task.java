package dev.kecs.storage.ecs;

import dev.kecs.storage.internal.check.Check;
import dev.kecs.storage.model.Json;
import dev.kecs.storage.model.Tags;
import dev.kecs.storage.model.Version;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task: containers that run, ran or will run together. Its cluster and id are in its ARN. {@link
 * #STOPPED} is the only terminal status: with it the desired status is STOPPED too, whatever is
 * given. Only a stopped task has a {@code stoppedAt}, which the store sets if it is not given.
 *
 * @param arn holds cluster and id; never changes
 * @param taskDefinitionArn the task definition that it is made from
 * @param containerInstanceArn the container instance that it runs on, which may have been deleted
 *     since
 * @param serviceArn the service that started it, which may have been deleted since
 * @param overrides of the task definition
 * @param lastStatus the status last seen, such as {@link #RUNNING}
 * @param desiredStatus the status that it should reach; STOPPED once that is the last status
 * @param cpu CPU units or vCPUs, as given
 * @param memory MiB or with a unit, as given
 * @param containers an array
 * @param startedBy who started it, at most 128 characters
 * @param group such as {@code family:NAME}, or {@code service:NAME} with a NAME of at most 255
 *     characters
 * @param stopCode such as {@code EssentialContainerExited}
 * @param stoppedReason why it stopped, for people
 * @param stoppingAt when it began to stop
 * @param stoppedAt when it became {@link #STOPPED}
 * @param startedAt when it became {@link #RUNNING}
 * @param pullStartedAt when the pull of its images began
 * @param pullStoppedAt when the pull of its images ended
 * @param executionStoppedAt when its containers ended
 * @param connectivity {@code CONNECTED} or {@code DISCONNECTED}
 * @param connectivityAt when the connectivity last changed
 * @param launchType such as {@code FARGATE}
 * @param platformVersion of Fargate
 * @param platformFamily such as {@code Linux}
 * @param attachments an array
 * @param healthStatus such as {@code HEALTHY}
 * @param tags by key, see {@link Tags}; more than {@value Tags#MAX_COUNT} are refused when it is
 *     written
 * @param attributes an array
 * @param enableExecuteCommand whether commands can be run in it
 * @param capacityProviderName the capacity provider that it got its capacity from
 * @param ephemeralStorage the size of its ephemeral storage
 * @param podName the Kubernetes pod behind it, at most 253 characters
 * @param namespace the Kubernetes namespace of that pod, at most 253 characters
 * @param serviceRegistries an array
 * @param createdAt when it was created; the store sets it if it is not given
 * @param updatedAt when it was last changed; the store sets it
 * @param version the version that it was read in; the store sets it, and an update needs it
 * @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html">Task</a>
 */
@RecordBuilder
public record Task(
    TaskArn arn,
    TaskDefinitionArn taskDefinitionArn,
    @Nullable ContainerInstanceArn containerInstanceArn,
    @Nullable ServiceArn serviceArn,
    @Nullable Json overrides,
    String lastStatus,
    String desiredStatus,
    @Nullable String cpu,
    @Nullable String memory,
    Json containers,
    @Nullable String startedBy,
    @Nullable String group,
    @Nullable String stopCode,
    @Nullable String stoppedReason,
    @Nullable Instant stoppingAt,
    @Nullable Instant stoppedAt,
    @Nullable Instant startedAt,
    @Nullable Instant pullStartedAt,
    @Nullable Instant pullStoppedAt,
    @Nullable Instant executionStoppedAt,
    @Nullable String connectivity,
    @Nullable Instant connectivityAt,
    @Nullable String launchType,
    @Nullable String platformVersion,
    @Nullable String platformFamily,
    @Nullable Json attachments,
    @Nullable String healthStatus,
    Map<String, String> tags,
    @Nullable Json attributes,
    boolean enableExecuteCommand,
    @Nullable String capacityProviderName,
    @Nullable Json ephemeralStorage,
    @Nullable String podName,
    @Nullable String namespace,
    @Nullable Json serviceRegistries,
    @Nullable Instant createdAt,
    @Nullable Instant updatedAt,
    @Nullable Version version)
    implements TaskBuilder.With {
  /** The status of a task that is placed but does not run yet. */
  public static final String PENDING = "PENDING";

  /** The status of a task whose containers run. */
  public static final String RUNNING = "RUNNING";

  /** The only terminal status: no other follows it. */
  public static final String STOPPED = "STOPPED";

  // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html, whose characters
  // are not those of all: Step Functions writes "AWS Step Functions".
  private static final int MAX_STARTED_BY = 128;

  // https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
  static final int MAX_KUBERNETES_NAME = 253;

  private static final String SERVICE_GROUP = "service:";
  private static final int MAX_SERVICE_GROUP = SERVICE_GROUP.length() + 255;

  private static final Check CHECK = new Check("task");

  public Task {
    CHECK.required("arn", arn);
    CHECK.required("taskDefinitionArn", taskDefinitionArn);
    CHECK.text("lastStatus", lastStatus);
    CHECK.text("desiredStatus", desiredStatus);
    desiredStatus = lastStatus.equals(STOPPED) ? STOPPED : desiredStatus;
    CHECK.optionalText("cpu", cpu);
    CHECK.optionalText("memory", memory);
    CHECK.required("containers", containers);
    CHECK.optionalText("startedBy", startedBy, MAX_STARTED_BY);
    CHECK.optionalText("group", group);
    CHECK.optionalText("stopCode", stopCode);
    CHECK.optionalText("stoppedReason", stoppedReason);
    stoppingAt = CHECK.time("stoppingAt", stoppingAt);
    stoppedAt = CHECK.time("stoppedAt", stoppedAt);
    startedAt = CHECK.time("startedAt", startedAt);
    pullStartedAt = CHECK.time("pullStartedAt", pullStartedAt);
    pullStoppedAt = CHECK.time("pullStoppedAt", pullStoppedAt);
    executionStoppedAt = CHECK.time("executionStoppedAt", executionStoppedAt);
    CHECK.optionalText("connectivity", connectivity);
    connectivityAt = CHECK.time("connectivityAt", connectivityAt);
    CHECK.optionalText("launchType", launchType);
    CHECK.optionalText("platformVersion", platformVersion);
    CHECK.optionalText("platformFamily", platformFamily);
    CHECK.optionalText("healthStatus", healthStatus);
    tags = CHECK.tags("tags", tags);
    CHECK.optionalText("capacityProviderName", capacityProviderName);
    CHECK.optionalText("podName", podName, MAX_KUBERNETES_NAME);
    CHECK.optionalText("namespace", namespace, MAX_KUBERNETES_NAME);
    createdAt = CHECK.time("createdAt", createdAt);
    updatedAt = CHECK.time("updatedAt", updatedAt);
    if (group != null && group.startsWith(SERVICE_GROUP)) {
      CHECK.optionalText("group", group, MAX_SERVICE_GROUP);
    }
    if (stoppedAt != null && !STOPPED.equals(lastStatus)) {
      throw CHECK.wrong("stoppedAt", "is given while lastStatus is " + Check.quoted(lastStatus));
    }
  }
}
