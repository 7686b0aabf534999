package dev.kecs.storage.ecs;

import dev.kecs.storage.internal.check.Check;
import dev.kecs.storage.model.Json;
import dev.kecs.storage.model.Tags;
import dev.kecs.storage.model.Version;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A service: keeps a number of tasks of one task definition running. Its cluster and name are in
 * its ARN. The counts are what the control plane reports, not derived from the tasks.
 *
 * @param arn holds cluster and name; never changes
 * @param taskDefinitionArn the task definition of its tasks; null if its task sets name theirs
 * @param desiredCount how many tasks it should have, 0 or more
 * @param runningCount how many of its tasks run, 0 or more
 * @param pendingCount how many of its tasks are pending, 0 or more
 * @param launchType such as {@code FARGATE}
 * @param platformVersion of Fargate
 * @param platformFamily such as {@code Linux}
 * @param status such as {@link #ACTIVE}, {@link #DRAINING} or {@link #INACTIVE}
 * @param roleArn the IAM role that registers its targets
 * @param loadBalancers an array
 * @param serviceRegistries an array
 * @param networkConfiguration subnets and security groups
 * @param deploymentConfiguration how a deployment proceeds
 * @param deploymentController the type of the deployment controller
 * @param placementConstraints an array
 * @param placementStrategy an array
 * @param capacityProviderStrategy an array
 * @param serviceConnectConfiguration of Service Connect
 * @param tags by key, see {@link Tags}; more than {@value Tags#MAX_COUNT} are refused when it is
 *     written
 * @param schedulingStrategy {@code REPLICA} or {@code DAEMON}
 * @param enableEcsManagedTags whether its tasks get the tags of ECS
 * @param propagateTags where its tasks get tags from
 * @param enableExecuteCommand whether commands can be run in its tasks
 * @param healthCheckGracePeriodSeconds how long failing checks are ignored, 0 or more
 * @param deploymentName the Kubernetes deployment behind it, at most 253 characters
 * @param namespace the Kubernetes namespace of that deployment, at most 253 characters
 * @param nodePorts the ports, 0 to 65535, that Kubernetes nodes offer it on
 * @param hasNodePort whether it is offered on ports of Kubernetes nodes
 * @param assignPublicIp whether its tasks get public addresses
 * @param serviceRegistryMetadata what the control plane keeps about its registries, ordered by key
 * @param createdAt when it was created; the store sets it if it is not given
 * @param updatedAt when it was last changed; the store sets it
 * @param version the version that it was read in; the store sets it, and an update needs it
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Service.html">Service</a>
 */
@RecordBuilder
public record Service(
    ServiceArn arn,
    @Nullable TaskDefinitionArn taskDefinitionArn,
    int desiredCount,
    int runningCount,
    int pendingCount,
    @Nullable String launchType,
    @Nullable String platformVersion,
    @Nullable String platformFamily,
    String status,
    @Nullable String roleArn,
    @Nullable Json loadBalancers,
    @Nullable Json serviceRegistries,
    @Nullable Json networkConfiguration,
    @Nullable Json deploymentConfiguration,
    @Nullable Json deploymentController,
    @Nullable Json placementConstraints,
    @Nullable Json placementStrategy,
    @Nullable Json capacityProviderStrategy,
    @Nullable Json serviceConnectConfiguration,
    Map<String, String> tags,
    String schedulingStrategy,
    boolean enableEcsManagedTags,
    @Nullable String propagateTags,
    boolean enableExecuteCommand,
    @Nullable Integer healthCheckGracePeriodSeconds,
    @Nullable String deploymentName,
    @Nullable String namespace,
    List<Integer> nodePorts,
    boolean hasNodePort,
    boolean assignPublicIp,
    Map<String, String> serviceRegistryMetadata,
    @Nullable Instant createdAt,
    @Nullable Instant updatedAt,
    @Nullable Version version)
    implements ServiceBuilder.With {
  /** The status of a deleted service that still has tasks. */
  public static final String DRAINING = "DRAINING";

  /**
   * The status of a deleted service: lists hold it only if asked for it, and its name can be used
   * again.
   */
  public static final String INACTIVE = "INACTIVE";

  /** The status of a service that runs. */
  public static final String ACTIVE = "ACTIVE";

  private static final Check CHECK = new Check("service");

  public Service {
    CHECK.required("arn", arn);
    CHECK.count("desiredCount", desiredCount);
    CHECK.count("runningCount", runningCount);
    CHECK.count("pendingCount", pendingCount);
    CHECK.optionalText("launchType", launchType);
    CHECK.optionalText("platformVersion", platformVersion);
    CHECK.optionalText("platformFamily", platformFamily);
    CHECK.text("status", status);
    CHECK.optionalText("roleArn", roleArn);
    tags = CHECK.tags("tags", tags);
    CHECK.text("schedulingStrategy", schedulingStrategy);
    CHECK.optionalText("propagateTags", propagateTags);
    if (healthCheckGracePeriodSeconds != null) {
      CHECK.count("healthCheckGracePeriodSeconds", healthCheckGracePeriodSeconds);
    }
    CHECK.optionalText("deploymentName", deploymentName, Task.MAX_KUBERNETES_NAME);
    CHECK.optionalText("namespace", namespace, Task.MAX_KUBERNETES_NAME);
    nodePorts = CHECK.ports("nodePorts", nodePorts);
    serviceRegistryMetadata = CHECK.texts("serviceRegistryMetadata", serviceRegistryMetadata);
    createdAt = CHECK.time("createdAt", createdAt);
    updatedAt = CHECK.time("updatedAt", updatedAt);
  }
}
