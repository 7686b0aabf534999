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
 * A container instance: a machine that runs tasks of a cluster. Its attributes are stored
 * separately, as {@link Attribute}s. Its tasks are counted in {@link ContainerInstanceStatistics}.
 *
 * @param arn holds cluster and id; never changes
 * @param ec2InstanceId the id of the EC2 instance or external machine, 255 characters at most
 * @param status such as {@code ACTIVE}, {@code DRAINING} or {@link #INACTIVE}
 * @param statusReason why it has that status
 * @param agentConnected whether its agent is connected
 * @param agentUpdateStatus how far the last update of the agent has come
 * @param versionInfo the versions of agent and Docker
 * @param registeredResources an array: the resources that it had at registration
 * @param remainingResources an array: the resources that are free
 * @param attachments an array
 * @param healthStatus overall and in detail
 * @param tags by key, see {@link Tags}; more than {@value Tags#MAX_COUNT} are refused when it is
 *     written
 * @param capacityProviderName the capacity provider that it belongs to
 * @param deregisteredAt when it became {@link #INACTIVE}; allowed only with that status, with which
 *     the store sets it if it is not given
 * @param createdAt when it was registered, AWS's registeredAt; the store sets it if it is not given
 * @param updatedAt when it was last changed; the store sets it
 * @param version the version that it was read in; the store sets it, and an update needs it
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerInstance.html">ContainerInstance</a>
 */
@RecordBuilder
public record ContainerInstance(
    ContainerInstanceArn arn,
    @Nullable String ec2InstanceId,
    String status,
    @Nullable String statusReason,
    boolean agentConnected,
    @Nullable String agentUpdateStatus,
    @Nullable Json versionInfo,
    @Nullable Json registeredResources,
    @Nullable Json remainingResources,
    @Nullable Json attachments,
    @Nullable Json healthStatus,
    Map<String, String> tags,
    @Nullable String capacityProviderName,
    @Nullable Instant deregisteredAt,
    @Nullable Instant createdAt,
    @Nullable Instant updatedAt,
    @Nullable Version version)
    implements ContainerInstanceBuilder.With {
  /** The status of an instance that tasks are placed on. */
  public static final String ACTIVE = "ACTIVE";

  /**
   * The status of a deregistered instance: lists hold it only if asked for it, and its ARN can be
   * registered again.
   */
  public static final String INACTIVE = "INACTIVE";

  private static final int MAX_EC2_INSTANCE_ID = 255;

  private static final Check CHECK = new Check("containerInstance");

  public ContainerInstance {
    CHECK.required("arn", arn);
    CHECK.optionalText("ec2InstanceId", ec2InstanceId, MAX_EC2_INSTANCE_ID);
    CHECK.text("status", status);
    CHECK.optionalText("statusReason", statusReason);
    CHECK.optionalText("agentUpdateStatus", agentUpdateStatus);
    tags = CHECK.tags("tags", tags);
    CHECK.optionalText("capacityProviderName", capacityProviderName);
    deregisteredAt = CHECK.time("deregisteredAt", deregisteredAt);
    createdAt = CHECK.time("createdAt", createdAt);
    updatedAt = CHECK.time("updatedAt", updatedAt);
    if (deregisteredAt != null && !INACTIVE.equals(status)) {
      throw CHECK.wrong("deregisteredAt", "is given while status is " + Check.quoted(status));
    }
  }
}
