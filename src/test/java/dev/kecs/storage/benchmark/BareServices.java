package dev.kecs.storage.benchmark;

import static dev.kecs.storage.benchmark.Jdbc.instant;
import static dev.kecs.storage.benchmark.Jdbc.integer;
import static dev.kecs.storage.benchmark.Jdbc.integers;
import static dev.kecs.storage.benchmark.Jdbc.json;
import static dev.kecs.storage.benchmark.Jdbc.orNull;
import static dev.kecs.storage.benchmark.Jdbc.setInstant;
import static dev.kecs.storage.benchmark.Jdbc.tags;
import static dev.kecs.storage.benchmark.Jdbc.text;

import dev.kecs.storage.ecs.Service;
import dev.kecs.storage.ecs.ServiceArn;
import dev.kecs.storage.ecs.TaskDefinitionArn;
import dev.kecs.storage.model.Json;
import dev.kecs.storage.model.Version;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;

/** How services are read and bound by hand. */
final class BareServices {
  static final String COLUMNS =
      "arn, task_definition_arn, desired_count, running_count, pending_count, launch_type, platform_version, platform_family, status, role_arn, load_balancers, service_registries, network_configuration, deployment_configuration, deployment_controller, placement_constraints, placement_strategy, capacity_provider_strategy, service_connect_configuration, tags, scheduling_strategy, enable_ecs_managed_tags, propagate_tags, enable_execute_command, health_check_grace_period_seconds, deployment_name, namespace, node_ports, has_node_port, assign_public_ip, service_registry_metadata, created_at, updated_at";

  /** What an INSERT of the columns has for their values. */
  static final String VALUES =
      "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::json, ?::json, ?::json, ?::json, ?::json, ?::json, ?::json, ?::json, ?::json, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?";

  static final String SELECT = "SELECT " + COLUMNS + ", id, version FROM services ";

  private BareServices() {}

  /** Sets the columns of {@link #COLUMNS}. */
  static void setRecord(PreparedStatement statement, Service service) throws SQLException {
    statement.setString(1, text(service.arn()));
    statement.setString(2, text(service.taskDefinitionArn()));
    statement.setInt(3, service.desiredCount());
    statement.setInt(4, service.runningCount());
    statement.setInt(5, service.pendingCount());
    statement.setString(6, service.launchType());
    statement.setString(7, service.platformVersion());
    statement.setString(8, service.platformFamily());
    statement.setString(9, service.status());
    statement.setString(10, service.roleArn());
    statement.setString(11, text(service.loadBalancers()));
    statement.setString(12, text(service.serviceRegistries()));
    statement.setString(13, text(service.networkConfiguration()));
    statement.setString(14, text(service.deploymentConfiguration()));
    statement.setString(15, text(service.deploymentController()));
    statement.setString(16, text(service.placementConstraints()));
    statement.setString(17, text(service.placementStrategy()));
    statement.setString(18, text(service.capacityProviderStrategy()));
    statement.setString(19, text(service.serviceConnectConfiguration()));
    statement.setString(20, json(service.tags()));
    statement.setString(21, service.schedulingStrategy());
    statement.setBoolean(22, service.enableEcsManagedTags());
    statement.setString(23, service.propagateTags());
    statement.setBoolean(24, service.enableExecuteCommand());
    statement.setObject(25, service.healthCheckGracePeriodSeconds(), Types.INTEGER);
    statement.setString(26, service.deploymentName());
    statement.setString(27, service.namespace());
    statement.setArray(
        28, statement.getConnection().createArrayOf("integer", service.nodePorts().toArray()));
    statement.setBoolean(29, service.hasNodePort());
    statement.setBoolean(30, service.assignPublicIp());
    statement.setString(31, json(service.serviceRegistryMetadata()));
    setInstant(statement, 32, service.createdAt());
    setInstant(statement, 33, service.updatedAt());
  }

  static Service read(ResultSet row) throws SQLException {
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
