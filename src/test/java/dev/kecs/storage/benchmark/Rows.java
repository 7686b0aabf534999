package dev.kecs.storage.benchmark;

import dev.kecs.storage.model.Scope;
import dev.kecs.storage.test.Samples;
import java.sql.SQLException;
import java.util.List;

/** Fills the tables of an installation by SQL: rows that look as a control plane writes them. */
final class Rows {
  static final Scope SCOPE = Samples.SCOPE;

  private static final String ARN = "arn:aws:ecs:" + SCOPE.region() + ":" + SCOPE.account() + ":";

  /** Texts of which none is like another, so that nothing is smaller on disk than in life. */
  private static final String ENVIRONMENT =
      """
      (SELECT string_agg('{"name":"SETTING_' || i || '","value":"' || md5(n || '.' || i) || '"}', ',')
       FROM generate_series(1, %d) i)
      """;

  private final Installation installation;

  Rows(Installation installation) {
    this.installation = installation;
  }

  /** Clusters named c1, c2 and so on. */
  Rows clusters(long count) throws SQLException {
    return insert(
        """
        INSERT INTO clusters (account_id, region, key, arn, status, configuration, settings, tags,
            capacity_providers, created_at, updated_at, version)
        SELECT '%1$s', '%2$s', arn_key('%3$scluster/c' || n), '%3$scluster/c' || n, 'ACTIVE',
            '{"executeCommandConfiguration":{"logging":"DEFAULT"}}',
            '[{"name":"containerInsights","value":"enabled"}]', '{"team": "shop"}',
            '{FARGATE,FARGATE_SPOT}', now(), now(), 1
        FROM generate_series(1, %4$d) n
        """
            .formatted(SCOPE.account(), SCOPE.region(), ARN, count));
  }

  /** Families named family-00001 and so on, each with so many revisions, all active. */
  Rows definitions(long families, int revisions) throws SQLException {
    insert(
        """
        INSERT INTO task_definition_families (account_id, region, family, last_revision)
        SELECT '%s', '%s', 'family-' || lpad(n::text, 5, '0'), %d FROM generate_series(1, %d) n
        """
            .formatted(SCOPE.account(), SCOPE.region(), revisions, families));
    return insert(
        """
        INSERT INTO task_definitions (account_id, region, family, revision, key, arn,
            container_definitions, requires_compatibilities, cpu, memory, network_mode, tags,
            status, created_at, updated_at, version)
        SELECT account_id, region, family, revision,
            arn_key('%1$stask-definition/' || family || ':' || revision),
            '%1$stask-definition/' || family || ':' || revision,
            ('[{"name":"web","image":"httpd:2.4","environment":[' || %2$s || ']}]')::json,
            '{FARGATE}', '256', '512', 'awsvpc', '{"team": "shop"}', 'ACTIVE', now(), now(), 1
        FROM (SELECT *, row_number() OVER () AS n FROM task_definition_families) f,
            generate_series(1, last_revision) revision
        """
            .formatted(ARN, ENVIRONMENT.formatted(5)));
  }

  /** Services named s1, s2 and so on, in the cluster c1. */
  Rows services(long count) throws SQLException {
    return insert(
        """
        INSERT INTO services (cluster_key, key, arn, task_definition_key, task_definition_arn,
            desired_count, running_count, pending_count, launch_type, status,
            network_configuration, deployment_configuration, tags, scheduling_strategy,
            enable_ecs_managed_tags, enable_execute_command, node_ports, has_node_port,
            assign_public_ip, service_registry_metadata, created_at, updated_at, version)
        SELECT arn_key('%1$scluster/c1'), arn_key('%1$sservice/c1/s' || n),
            '%1$sservice/c1/s' || n, arn_key('%1$stask-definition/family-00001:1'),
            '%1$stask-definition/family-00001:1', 3, 3, 0, 'FARGATE', 'ACTIVE',
            '{"awsvpcConfiguration":{"subnets":["subnet-0a1b2c3d","subnet-4e5f6a7b"]}}',
            '{"maximumPercent":200,"minimumHealthyPercent":100}', '{"team": "shop"}', 'REPLICA',
            false, false, '{}', false, true, '{}', now(), now(), 1
        FROM generate_series(1, %2$d) n
        """
            .formatted(ARN, count));
  }

  /** Task sets of the service s1 of the cluster c1. */
  Rows taskSets(long count) throws SQLException {
    return insert(
        """
        INSERT INTO task_sets (cluster_key, service_key, key, arn, external_id,
            task_definition_key, task_definition_arn,
            launch_type, scale, computed_desired_count, pending_count, running_count, status,
            stability_status, stability_status_at, tags, created_at, updated_at, version)
        SELECT arn_key('%1$scluster/c1'), arn_key('%1$sservice/c1/s1'),
            arn_key('%1$stask-set/c1/s1/ecs-svc/' || n), '%1$stask-set/c1/s1/ecs-svc/' || n,
            'deployment-' || n, arn_key('%1$stask-definition/family-00001:1'),
            '%1$stask-definition/family-00001:1', 'FARGATE',
            '{"value":50.0,"unit":"PERCENT"}', 3, 0, 3, 'ACTIVE', 'STEADY_STATE', now(),
            '{"team": "shop"}', now(), now(), 1
        FROM generate_series(1, %2$d) n
        """
            .formatted(ARN, count));
  }

  /** Container instances named i1, i2 and so on, in the cluster c1, each with an attribute. */
  Rows instances(long count) throws SQLException {
    insert(
        """
        INSERT INTO container_instances (cluster_key, key, arn, ec2_instance_id, status,
            agent_connected, version_info, registered_resources, remaining_resources, tags,
            created_at, updated_at, version)
        SELECT arn_key('%1$scluster/c1'), arn_key('%1$scontainer-instance/c1/i' || n),
            '%1$scontainer-instance/c1/i' || n,
            'i-' || substr(md5(n::text), 1, 17), 'ACTIVE', true,
            '{"agentVersion":"1.89.2","dockerVersion":"25.0.6"}',
            '[{"name":"CPU","integerValue":4096},{"name":"MEMORY","integerValue":15688}]',
            '[{"name":"CPU","integerValue":1024},{"name":"MEMORY","integerValue":3400}]',
            '{"team": "shop"}', now(), now(), 1
        FROM generate_series(1, %2$d) n
        """
            .formatted(ARN, count));
    return insert(
        """
        INSERT INTO attributes (cluster_key, target_key, target_type, target_arn, name, value)
        SELECT cluster_key, key, 'container-instance', arn, 'name-0', 'm5.xlarge'
        FROM container_instances
        """);
  }

  /** Settings of as many principals. */
  Rows accountSettings(long count) throws SQLException {
    return insert(
        """
        INSERT INTO account_settings (account_id, region, principal_arn, name, value)
        SELECT '%1$s', '%2$s', 'arn:aws:iam::%1$s:user/' || md5(n::text), 'containerInsights',
            'enabled'
        FROM generate_series(1, %3$d) n
        """
            .formatted(SCOPE.account(), SCOPE.region(), count));
  }

  /**
   * Tasks, spread evenly over the clusters, families and as many services.
   *
   * @param settings how many there are in a task's containers, of 60 bytes each
   */
  Rows tasks(long count, int clusters, int families, int settings) throws SQLException {
    return insert(
        """
        INSERT INTO tasks (cluster_key, key, arn, task_definition_key, task_definition_arn,
            family, service_key, service_arn, "group",
            last_status, desired_status, cpu, memory, containers, started_by, started_at,
            connectivity, connectivity_at, launch_type, platform_version, attachments,
            health_status, tags, enable_execute_command, pod_name, namespace, created_at,
            updated_at, version)
        SELECT arn_key('%1$scluster/c' || c), arn_key(arn), arn, arn_key(definition), definition,
            family, arn_key(service), service, 'service:s' || f, 'RUNNING', 'RUNNING', '256',
            '512', ('[{"name":"web","lastStatus":"RUNNING","environment":[' || %6$s || ']}]')::json,
            'ecs-svc/9223370516993140842', now(), 'CONNECTED', now(), 'FARGATE', '1.4.0',
            ('[{"type":"eni","id":"' || md5('eni' || n) || '","status":"ATTACHED"}]')::json,
            'HEALTHY', '{"team": "shop", "stage": "production"}', false,
            's' || f || '-' || md5('pod' || n), 'shop', now(), now(), 1
        FROM generate_series(1, %2$d) n,
            LATERAL (SELECT n %% %3$d + 1 AS c, n / %3$d %% %4$d + 1 AS f) numbers,
            LATERAL (SELECT '%1$stask/c' || c || '/' || md5(n::text) AS arn,
                'family-' || lpad(f::text, 5, '0') AS family,
                '%1$sservice/c' || c || '/s' || f AS service) names,
            LATERAL (SELECT '%1$stask-definition/' || family || ':1' AS definition) definitions
        """
            .formatted(ARN, count, clusters, families, settings, ENVIRONMENT.formatted(settings)));
  }

  /** Tells the planner what is there, and spares the first reader the dead weight of loading. */
  Installation analysed() throws SQLException {
    for (String table :
        List.of(
            "clusters",
            "task_definition_families",
            "task_definitions",
            "services",
            "task_sets",
            "container_instances",
            "attributes",
            "account_settings",
            "tasks")) {
      installation.execute("VACUUM ANALYZE " + table);
    }
    return installation;
  }

  private Rows insert(String sql) throws SQLException {
    installation.execute(sql);
    return this;
  }
}
