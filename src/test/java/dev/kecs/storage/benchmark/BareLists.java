package dev.kecs.storage.benchmark;

import static dev.kecs.storage.benchmark.Jdbc.instant;
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
      BareServices.SELECT
          + "WHERE cluster_key = '%s' AND status <> 'INACTIVE'".formatted(Lists.CLUSTER.key());

  private static final String TASK_SETS =
      """
      SELECT arn, external_id, task_definition_arn, launch_type, platform_version,
          platform_family, network_configuration, load_balancers, service_registries,
          capacity_provider_strategy, scale, fargate_ephemeral_storage, computed_desired_count,
          pending_count, running_count, status, stability_status, stability_status_at, started_by,
          tags, created_at, updated_at, id, version
      FROM task_sets WHERE cluster_key = '%s' AND service_key = '%s'\
      """
          .formatted(Lists.CLUSTER.key(), Lists.SERVICE.key());

  private static final String INSTANCES =
      """
      SELECT arn, ec2_instance_id, status, status_reason, agent_connected, agent_update_status,
          version_info, registered_resources, remaining_resources, attachments, health_status,
          tags, capacity_provider_name, deregistered_at, created_at, updated_at, id, version
      FROM container_instances WHERE cluster_key = '%s' AND status <> 'INACTIVE'\
      """
          .formatted(Lists.CLUSTER.key());

  private static final String ATTRIBUTES =
      "SELECT target_type, target_arn, name, value FROM attributes WHERE cluster_key = '%s'"
          .formatted(Lists.CLUSTER.key());

  private static final String SETTINGS =
      """
      SELECT principal_arn, name, value FROM account_settings
      WHERE account_id = '%s' AND region = '%s'\
      """
          .formatted(Rows.SCOPE.account(), Rows.SCOPE.region());

  private static final String FAMILIES =
      "SELECT family FROM task_definition_families WHERE account_id = '%s' AND region = '%s'"
          .formatted(Rows.SCOPE.account(), Rows.SCOPE.region());

  private static final String ACTIVE_FAMILIES =
      """
      SELECT DISTINCT family FROM task_definitions
      WHERE account_id = '%s' AND region = '%s' AND status = 'ACTIVE'\
      """
          .formatted(Rows.SCOPE.account(), Rows.SCOPE.region());

  private static final String NEWEST_FIRST = "id DESC";

  private BareLists() {}

  static JdbcList<Cluster> clusters(DataSource pool) {
    return new JdbcList<>(pool, CLUSTERS, NEWEST_FIRST, BareLists::cluster);
  }

  static JdbcList<Service> services(DataSource pool) {
    return new JdbcList<>(pool, SERVICES, NEWEST_FIRST, BareServices::read);
  }

  static JdbcList<Task> tasks(DataSource pool) {
    return new JdbcList<>(
        pool,
        BareTasks.SELECT + "WHERE cluster_key = '" + Lists.CLUSTER.key() + "'",
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

  /** The names alone. */
  static JdbcList<String> families(DataSource pool) {
    return new JdbcList<>(pool, FAMILIES, "family", row -> row.getString(1));
  }

  /** The names alone. */
  static JdbcList<String> activeFamilies(DataSource pool) {
    return new JdbcList<>(pool, ACTIVE_FAMILIES, "family", row -> row.getString(1));
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
}
