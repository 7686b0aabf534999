package dev.kecs.storage.ecs;

import dev.kecs.storage.internal.check.Check;
import dev.kecs.storage.internal.check.TagSyntax;
import dev.kecs.storage.model.Json;
import dev.kecs.storage.model.Tags;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a caller registers as the next revision of a family: a {@link TaskDefinition} without the
 * parts that the store sets.
 *
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
 * @param tags by key, see {@link Tags}; {@value Tags#MAX_COUNT} at most
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html">RegisterTaskDefinition</a>
 */
@RecordBuilder
public record TaskDefinitionContent(
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
    Map<String, String> tags)
    implements TaskDefinitionContentBuilder.With {

  private static final Check CHECK = new Check("taskDefinition");

  public TaskDefinitionContent {
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
    int counted = TagSyntax.counted(tags.keySet());
    if (counted > Tags.MAX_COUNT) {
      throw Tags.tooMany("taskDefinition", counted);
    }
  }

  /** Returns the ACTIVE task definition with this content, as it is before it is stored. */
  public TaskDefinition definition(TaskDefinitionArn arn) {
    return new TaskDefinition(
        arn,
        taskRoleArn,
        executionRoleArn,
        networkMode,
        containerDefinitions,
        volumes,
        placementConstraints,
        proxyConfiguration,
        inferenceAccelerators,
        runtimePlatform,
        ephemeralStorage,
        requiresCompatibilities,
        cpu,
        memory,
        pidMode,
        ipcMode,
        tags,
        TaskDefinition.ACTIVE,
        null,
        null,
        null,
        null);
  }
}
