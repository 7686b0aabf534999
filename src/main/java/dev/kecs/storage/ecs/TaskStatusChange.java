package dev.kecs.storage.ecs;

import dev.kecs.storage.internal.check.Check;
import dev.kecs.storage.model.Json;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is now known about a task's status, as one of a batch of events. A part that is null keeps
 * the task's value.
 *
 * @param arn the task
 * @param lastStatus the status last seen
 * @param desiredStatus the status that it should reach; STOPPED if that is the last status
 * @param containers an array
 * @param healthStatus such as {@code HEALTHY}
 * @param startedAt when it became {@link Task#RUNNING}
 * @param stoppingAt when it began to stop
 * @param stoppedAt when it became {@link Task#STOPPED}; allowed only with that status, with which
 *     the store sets it if it is not given
 * @param pullStartedAt when the pull of its images began
 * @param pullStoppedAt when the pull of its images ended
 * @param executionStoppedAt when its containers ended
 * @param connectivity {@code CONNECTED} or {@code DISCONNECTED}
 * @param connectivityAt when the connectivity last changed
 * @param stopCode such as {@code EssentialContainerExited}
 * @param stoppedReason why it stopped, for people
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_SubmitTaskStateChange.html">SubmitTaskStateChange</a>
 */
@RecordBuilder
public record TaskStatusChange(
    TaskArn arn,
    String lastStatus,
    @Nullable String desiredStatus,
    @Nullable Json containers,
    @Nullable String healthStatus,
    @Nullable Instant startedAt,
    @Nullable Instant stoppingAt,
    @Nullable Instant stoppedAt,
    @Nullable Instant pullStartedAt,
    @Nullable Instant pullStoppedAt,
    @Nullable Instant executionStoppedAt,
    @Nullable String connectivity,
    @Nullable Instant connectivityAt,
    @Nullable String stopCode,
    @Nullable String stoppedReason)
    implements TaskStatusChangeBuilder.With {

  private static final Check CHECK = new Check("taskStatusChange");

  public TaskStatusChange {
    CHECK.required("arn", arn);
    CHECK.text("lastStatus", lastStatus);
    CHECK.optionalText("desiredStatus", desiredStatus);
    desiredStatus = lastStatus.equals(Task.STOPPED) ? Task.STOPPED : desiredStatus;
    CHECK.optionalText("healthStatus", healthStatus);
    startedAt = CHECK.time("startedAt", startedAt);
    stoppingAt = CHECK.time("stoppingAt", stoppingAt);
    stoppedAt = CHECK.time("stoppedAt", stoppedAt);
    pullStartedAt = CHECK.time("pullStartedAt", pullStartedAt);
    pullStoppedAt = CHECK.time("pullStoppedAt", pullStoppedAt);
    executionStoppedAt = CHECK.time("executionStoppedAt", executionStoppedAt);
    CHECK.optionalText("connectivity", connectivity);
    connectivityAt = CHECK.time("connectivityAt", connectivityAt);
    CHECK.optionalText("stopCode", stopCode);
    CHECK.optionalText("stoppedReason", stoppedReason);
    if (stoppedAt != null && !Task.STOPPED.equals(lastStatus)) {
      throw CHECK.wrong("stoppedAt", "is given while lastStatus is " + Check.quoted(lastStatus));
    }
  }
}
