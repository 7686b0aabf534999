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
 * A cluster, which holds services, tasks and container instances. Its name, account and region are
 * in its ARN.
 *
 * @param arn its unique name; never changes
 * @param status such as {@code ACTIVE} or {@code INACTIVE}
 * @param configuration of execute command and managed storage
 * @param settings such as Container Insights
 * @param tags by key, see {@link Tags}; more than {@value Tags#MAX_COUNT} are refused when it is
 *     written
 * @param k8sClusterName the Kubernetes cluster behind it; several clusters may share one
 * @param capacityProviders their short names, in the order given
 * @param defaultCapacityProviderStrategy for tasks and services that name neither a strategy nor a
 *     launch type
 * @param serviceConnectDefaults the namespace for Service Connect
 * @param localStackState what the control plane keeps about LocalStack in this cluster
 * @param createdAt when it was created; the store sets it if it is not given
 * @param updatedAt when it was last changed; the store sets it
 * @param version the version that it was read in; the store sets it, and an update needs it
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Cluster.html">Cluster</a>
 */
@RecordBuilder
public record Cluster(
    ClusterArn arn,
    String status,
    @Nullable Json configuration,
    @Nullable Json settings,
    Map<String, String> tags,
    @Nullable String k8sClusterName,
    List<String> capacityProviders,
    @Nullable Json defaultCapacityProviderStrategy,
    @Nullable Json serviceConnectDefaults,
    @Nullable Json localStackState,
    @Nullable Instant createdAt,
    @Nullable Instant updatedAt,
    @Nullable Version version)
    implements ClusterBuilder.With {

  private static final Check CHECK = new Check("cluster");

  public Cluster {
    CHECK.required("arn", arn);
    CHECK.text("status", status);
    tags = CHECK.tags("tags", tags);
    CHECK.optionalText("k8sClusterName", k8sClusterName);
    capacityProviders = CHECK.texts("capacityProviders", capacityProviders);
    createdAt = CHECK.time("createdAt", createdAt);
    updatedAt = CHECK.time("updatedAt", updatedAt);
  }
}
