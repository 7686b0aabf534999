package dev.kecs.storage.benchmark;

import static dev.kecs.storage.benchmark.Jdbc.instant;
import static dev.kecs.storage.benchmark.Jdbc.integer;
import static dev.kecs.storage.benchmark.Jdbc.integers;
import static dev.kecs.storage.benchmark.Jdbc.orNull;
import static dev.kecs.storage.benchmark.Jdbc.tags;
import static dev.kecs.storage.benchmark.Jdbc.texts;

import dev.kecs.storage.ecs.AccountSetting;
import dev.kecs.storage.ecs.Attribute;
import dev.kecs.storage.ecs.Cluster;
import dev.kecs.storage.ecs.ClusterArn;
import dev.kecs.storage.ecs.ContainerInstance;
import dev.kecs.storage.ecs.ContainerInstanceArn;
import dev.kecs.storage.ecs.Service;
import dev.kecs.storage.ecs.ServiceArn;
import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.ecs.TaskDefinitionArn;
import dev.kecs.storage.ecs.TaskSet;
import dev.kecs.storage.ecs.TaskSetArn;
import dev.kecs.storage.model.Json;
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

  private static final String TASK_SETS =
      """
      SELECT arn, external_id, task_definition_arn, launch_type, platform_version,
          platform_family, network_configuration, load_balancers, service_registries,
          capacity_provider_strategy, scale, fargate_ephemeral_storage, computed_desired_count,
          pending_count, running_count, status, stability_status, stability_status_at, started_by,
          tags, created_at, updated_at, id, version
      FROM task_sets WHERE cluster_arn = '%s' AND service_arn = '%s'\
      """
          .formatted(Lists.CLUSTER, Lists.SERVICE);

  private static final String INSTANCES =
      """
      SELECT arn, ec2_instance_id, status, status_reason, agent_connected, agent_update_status,
          version_info, registered_resources, remaining_resources, attachments, health_status,
          tags, capacity_provider_name, deregistered_at, created_at, updated_at, id, version
      FROM container_instances WHERE cluster_arn = '%s' AND status <> 'INACTIVE'\
      """
          .formatted(Lists.CLUSTER);

  private static final String ATTRIBUTES =
      "SELECT target_type, target_arn, name, value FROM attributes WHERE cluster_arn = '%s'"
          .formatted(Lists.CLUSTER);

  private static final String SETTINGS =
      """
      SELECT principal_arn, name, value FROM account_settings
      WHERE account_id = '%s' AND region = '%s'\
      """
          .formatted(Rows.SCOPE.account(), Rows.SCOPE.region());

  private static final String NEWEST_FIRST = "id DESC";

  private BareLists() {}

  static JdbcList<Cluster> clusters(DataSource pool) {
    return new JdbcList<>(pool, CLUSTERS, NEWEST_FIRST, BareLists::cluster);
  }

  static JdbcList<Service> services(DataSource pool) {
    return new JdbcList<>(pool, SERVICES, NEWEST_FIRST, BareLists::service);
  }

  static JdbcList<Task> tasks(DataSource pool) {
    return new JdbcList<>(
        pool,
        BareTasks.SELECT + "WHERE cluster_arn = '" + Lists.CLUSTER + "'",
        NEWEST_FIRST,
        BareTasks::read);
  }

  static JdbcList<TaskSet> taskSets(DataSource pool) {
    return new JdbcList<>(pool, TASK_SETS, NEWEST_FIRST, BareLists::taskSet);
  }

  static JdbcList<ContainerInstance> instances(DataSource pool) {
    return new JdbcList<>(pool, INSTANCES, NEWEST_FIRST, BareLists::instance);
  }

  static JdbcList<Attribute> attributes(DataSource pool) {
    return new JdbcList<>(
        pool,
        ATTRIBUTES,
        "target_arn, name",
        row ->
            new Attribute(
                row.getString(1),
                ContainerInstanceArn.parse(row.getString(2)),
                row.getString(3),
                row.getString(4)));
  }

  static JdbcList<AccountSetting> settings(DataSource pool) {
    return new JdbcList<>(
        pool,
        SETTINGS,
        "principal_arn, name",
        row ->
            new AccountSetting(Rows.SCOPE, row.getString(1), row.getString(2), row.getString(3)));
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

  private static TaskSet taskSet(ResultSet row) throws SQLException {
    return new TaskSet(
        TaskSetArn.parse(row.getString(1)),
        row.getString(2),
        TaskDefinitionArn.parse(row.getString(3)),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        orNull(row.getString(7), Json::unchecked),
        orNull(row.getString(8), Json::unchecked),
        orNull(row.getString(9), Json::unchecked),
        orNull(row.getString(10), Json::unchecked),
        orNull(row.getString(11), Json::unchecked),
        orNull(row.getString(12), Json::unchecked),
        row.getInt(13),
        row.getInt(14),
        row.getInt(15),
        row.getString(16),
        row.getString(17),
        instant(row, 18),
        row.getString(19),
        tags(row.getString(20)),
        instant(row, 21),
        instant(row, 22),
        Version.of(row.getLong(23), row.getLong(24)));
  }

  private static ContainerInstance instance(ResultSet row) throws SQLException {
    return new ContainerInstance(
        ContainerInstanceArn.parse(row.getString(1)),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getBoolean(5),
        row.getString(6),
        orNull(row.getString(7), Json::unchecked),
        orNull(row.getString(8), Json::unchecked),
        orNull(row.getString(9), Json::unchecked),
        orNull(row.getString(10), Json::unchecked),
        orNull(row.getString(11), Json::unchecked),
        tags(row.getString(12)),
        row.getString(13),
        instant(row, 14),
        instant(row, 15),
        instant(row, 16),
        Version.of(row.getLong(17), row.getLong(18)));
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
