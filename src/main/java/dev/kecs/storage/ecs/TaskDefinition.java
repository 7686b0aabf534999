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
 * A revision of a family of task definitions. Its content never changes; its tags and its status
 * can.
 *
 * @param arn holds scope, family and revision; never changes
 * @param taskRoleArn the IAM role of its containers
 * @param executionRoleArn the IAM role of the agent
 * @param networkMode such as {@code awsvpc}
 * @param containerDefinitions an array
 * @param volumes an array
 * @param placementConstraints an array
 * @param proxyConfiguration of App Mesh
 * @param inferenceAccelerators an array
 * @param runtimePlatform its operating system and CPU architecture
 * @param ephemeralStorage the size of the ephemeral storage
 * @param requiresCompatibilities launch types, in the order given
 * @param cpu CPU units or vCPUs, as given
 * @param memory MiB or with a unit, as given
 * @param pidMode {@code host} or {@code task}
 * @param ipcMode {@code host}, {@code task} or {@code none}
 * @param tags by key, see {@link Tags}; more than {@value Tags#MAX_COUNT} are refused when it is
 *     written
 * @param status {@link #ACTIVE}, {@link #INACTIVE} or {@link #DELETE_IN_PROGRESS}
 * @param deregisteredAt when it became {@link #INACTIVE}; null before
 * @param createdAt when it was registered, AWS's registeredAt; the store sets it
 * @param updatedAt when it was last changed; the store sets it
 * @param version the version that it was read in; the store sets it
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskDefinition.html">TaskDefinition</a>
 */
@RecordBuilder
public record TaskDefinition(
    TaskDefinitionArn arn,
    @Nullable String taskRoleArn,
    @Nullable String executionRoleArn,
    @Nullable String networkMode,
    Json containerDefinitions,
    @Nullable Json volumes,
    @Nullable Json placementConstraints,
    @Nullable Json proxyConfiguration,
    @Nullable Json inferenceAccelerators,
    @Nullable Json runtimePlatform,
    @Nullable Json ephemeralStorage,
    List<String> requiresCompatibilities,
    @Nullable String cpu,
    @Nullable String memory,
    @Nullable String pidMode,
    @Nullable String ipcMode,
    Map<String, String> tags,
    String status,
    @Nullable Instant deregisteredAt,
    @Nullable Instant createdAt,
    @Nullable Instant updatedAt,
    @Nullable Version version)
    implements TaskDefinitionBuilder.With {
  /** The status of a revision that tasks and services may be made from. */
  public static final String ACTIVE = "ACTIVE";

  /** The status of a deregistered revision. */
  public static final String INACTIVE = "INACTIVE";

  /** The status of a revision that is to be deleted once nothing refers to it any more. */
  public static final String DELETE_IN_PROGRESS = "DELETE_IN_PROGRESS";

  private static final Check CHECK = new Check("taskDefinition");

  public TaskDefinition {
    CHECK.required("arn", arn);
    CHECK.optionalText("taskRoleArn", taskRoleArn);
    CHECK.optionalText("executionRoleArn", executionRoleArn);
    CHECK.optionalText("networkMode", networkMode);
    CHECK.required("containerDefinitions", containerDefinitions);
    requiresCompatibilities = CHECK.texts("requiresCompatibilities", requiresCompatibilities);
    CHECK.optionalText("cpu", cpu);
    CHECK.optionalText("memory", memory);
    CHECK.optionalText("pidMode", pidMode);
    CHECK.optionalText("ipcMode", ipcMode);
    tags = CHECK.tags("tags", tags);
    CHECK.text("status", status);
    deregisteredAt = CHECK.time("deregisteredAt", deregisteredAt);
    createdAt = CHECK.time("createdAt", createdAt);
    updatedAt = CHECK.time("updatedAt", updatedAt);
  }
}
