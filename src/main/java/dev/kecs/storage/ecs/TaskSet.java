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
 * A task set: a deployment of a service that an external controller makes. Its cluster and service
 * are in its ARN. The counts are what the control plane reports, not derived from the tasks.
 *
 * @param arn holds cluster, service and id; never changes
 * @param externalId what the external controller calls it
 * @param taskDefinitionArn the task definition of its tasks
 * @param launchType such as {@code FARGATE}
 * @param platformVersion of Fargate
 * @param platformFamily such as {@code Linux}
 * @param networkConfiguration subnets and security groups
 * @param loadBalancers an array
 * @param serviceRegistries an array
 * @param capacityProviderStrategy an array
 * @param scale which share of the service's desired count it has
 * @param fargateEphemeralStorage the encryption of Fargate's ephemeral storage
 * @param computedDesiredCount how many tasks it should have, 0 or more
 * @param pendingCount how many of its tasks are pending, 0 or more
 * @param runningCount how many of its tasks run, 0 or more
 * @param status such as {@link #PRIMARY} or {@link #ACTIVE}; at most one task set of a service is
 *     PRIMARY
 * @param stabilityStatus such as {@code STEADY_STATE} or {@code STABILIZING}
 * @param stabilityStatusAt when the stability status was determined
 * @param startedBy who created it
 * @param tags by key, see {@link Tags}; more than {@value Tags#MAX_COUNT} are refused when it is
 *     written
 * @param createdAt when it was created; the store sets it if it is not given
 * @param updatedAt when it was last changed; the store sets it
 * @param version the version that it was read in; the store sets it, and an update needs it
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskSet.html">TaskSet</a>
 */
@RecordBuilder
public record TaskSet(
    TaskSetArn arn,
    @Nullable String externalId,
    TaskDefinitionArn taskDefinitionArn,
    @Nullable String launchType,
    @Nullable String platformVersion,
    @Nullable String platformFamily,
    @Nullable Json networkConfiguration,
    @Nullable Json loadBalancers,
    @Nullable Json serviceRegistries,
    @Nullable Json capacityProviderStrategy,
    @Nullable Json scale,
    @Nullable Json fargateEphemeralStorage,
    int computedDesiredCount,
    int pendingCount,
    int runningCount,
    String status,
    String stabilityStatus,
    @Nullable Instant stabilityStatusAt,
    @Nullable String startedBy,
    Map<String, String> tags,
    @Nullable Instant createdAt,
    @Nullable Instant updatedAt,
    @Nullable Version version)
    implements TaskSetBuilder.With {
  /** The status of the one task set that serves the production traffic of its service. */
  public static final String PRIMARY = "PRIMARY";

  /** The status of a task set that is not primary. */
  public static final String ACTIVE = "ACTIVE";

  private static final Check CHECK = new Check("taskSet");

  public TaskSet {
    CHECK.required("arn", arn);
    CHECK.optionalText("externalId", externalId);
    CHECK.required("taskDefinitionArn", taskDefinitionArn);
    CHECK.optionalText("launchType", launchType);
    CHECK.optionalText("platformVersion", platformVersion);
    CHECK.optionalText("platformFamily", platformFamily);
    CHECK.count("computedDesiredCount", computedDesiredCount);
    CHECK.count("pendingCount", pendingCount);
    CHECK.count("runningCount", runningCount);
    CHECK.text("status", status);
    CHECK.text("stabilityStatus", stabilityStatus);
    stabilityStatusAt = CHECK.time("stabilityStatusAt", stabilityStatusAt);
    CHECK.optionalText("startedBy", startedBy);
    tags = CHECK.tags("tags", tags);
    createdAt = CHECK.time("createdAt", createdAt);
    updatedAt = CHECK.time("updatedAt", updatedAt);
  }
}
