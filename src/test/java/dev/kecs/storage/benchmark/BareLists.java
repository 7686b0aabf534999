package dev.kecs.storage.benchmark;

import static dev.kecs.storage.benchmark.Jdbc.instant;
import static dev.kecs.storage.benchmark.Jdbc.integer;
import static dev.kecs.storage.benchmark.Jdbc.integers;
import static dev.kecs.storage.benchmark.Jdbc.orNull;
import static dev.kecs.storage.benchmark.Jdbc.tags;
import static dev.kecs.storage.benchmark.Jdbc.texts;

import dev.kecs.storage.model.Cluster;
import dev.kecs.storage.model.ClusterArn;
import dev.kecs.storage.model.Json;
import dev.kecs.storage.model.Service;
import dev.kecs.storage.model.ServiceArn;
import dev.kecs.storage.model.Task;
import dev.kecs.storage.model.TaskDefinitionArn;
import dev.kecs.storage.model.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The lists of {@link Lists} by hand. */
final class BareLists {
  private static final String CLUSTERS =
      """
      SELECT arn, status, configuration, settings, tags, k8s_cluster_name, capacity_providers,
          default_capacity_provider_strategy, service_connect_defaults, local_stack_state,
          created_at, updated_at, id, version
      FROM clusters WHERE account_id = '%s' AND region = '%s'\
      """
          .formatted(Rows.SCOPE.account(), Rows.SCOPE.region());

  private static final String SERVICES =
      """
      SELECT arn, task_definition_arn, desired_count, running_count, pending_count, launch_type,
          platform_version, platform_family, status, role_arn, load_balancers, service_registries,
          network_configuration, deployment_configuration, deployment_controller,
          placement_constraints, placement_strategy, capacity_provider_strategy,
          service_connect_configuration, tags, scheduling_strategy, enable_ecs_managed_tags,
          propagate_tags, enable_execute_command, health_check_grace_period_seconds,
          deployment_name, namespace, node_ports, has_node_port, assign_public_ip,
          service_registry_metadata, created_at, updated_at, id, version
      FROM services WHERE cluster_arn = '%s' AND status <> 'INACTIVE'\
      """
          .formatted(Lists.CLUSTER);

  private BareLists() {}

  static JdbcList<Cluster> clusters(DataSource pool) {
    return new JdbcList<>(pool, CLUSTERS, BareLists::cluster);
  }

  static JdbcList<Service> services(DataSource pool) {
    return new JdbcList<>(pool, SERVICES, BareLists::service);
  }

  static JdbcList<Task> tasks(DataSource pool) {
    return new JdbcList<>(
        pool, BareTasks.SELECT + "WHERE cluster_arn = '" + Lists.CLUSTER + "'", BareTasks::read);
  }

  private static Cluster cluster(ResultSet row) throws SQLException {
    return new Cluster(
        ClusterArn.parse(row.getString(1)),
        row.getString(2),
        orNull(row.getString(3), Json::unchecked),
        orNull(row.getString(4), Json::unchecked),
        tags(row.getString(5)),
        row.getString(6),
        texts(row, 7),
        orNull(row.getString(8), Json::unchecked),
        orNull(row.getString(9), Json::unchecked),
        orNull(row.getString(10), Json::unchecked),
        instant(row, 11),
        instant(row, 12),
        Version.of(row.getLong(13), row.getLong(14)));
  }

  private static Service service(ResultSet row) throws SQLException {
    return new Service(
        ServiceArn.parse(row.getString(1)),
        orNull(row.getString(2), TaskDefinitionArn::parse),
        row.getInt(3),
        row.getInt(4),
        row.getInt(5),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        row.getString(9),
        row.getString(10),
        orNull(row.getString(11), Json::unchecked),
        orNull(row.getString(12), Json::unchecked),
        orNull(row.getString(13), Json::unchecked),
        orNull(row.getString(14), Json::unchecked),
        orNull(row.getString(15), Json::unchecked),
        orNull(row.getString(16), Json::unchecked),
        orNull(row.getString(17), Json::unchecked),
        orNull(row.getString(18), Json::unchecked),
        orNull(row.getString(19), Json::unchecked),
        tags(row.getString(20)),
        row.getString(21),
        row.getBoolean(22),
        row.getString(23),
        row.getBoolean(24),
        integer(row, 25),
        row.getString(26),
        row.getString(27),
        integers(row, 28),
        row.getBoolean(29),
        row.getBoolean(30),
        tags(row.getString(31)),
        instant(row, 32),
        instant(row, 33),
        Version.of(row.getLong(34), row.getLong(35)));
  }
}
