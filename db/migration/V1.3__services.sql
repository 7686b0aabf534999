CREATE TABLE services (
    cluster_arn                       text        COLLATE "C" NOT NULL,
    id                                bigint      GENERATED ALWAYS AS IDENTITY,
    arn                               text        COLLATE "C" NOT NULL,
    name                              text        COLLATE "C" NOT NULL GENERATED ALWAYS AS (split_part(arn, '/', 3)) STORED,
    task_definition_arn               text        COLLATE "C",
    desired_count                     integer     NOT NULL,
    running_count                     integer     NOT NULL,
    pending_count                     integer     NOT NULL,
    launch_type                       text,
    platform_version                  text,
    platform_family                   text,
    status                            text        NOT NULL,
    role_arn                          text,
    load_balancers                    json,
    service_registries                json,
    network_configuration             json,
    deployment_configuration          json,
    deployment_controller             json,
    placement_constraints             json,
    placement_strategy                json,
    capacity_provider_strategy        json,
    service_connect_configuration     json,
    tags                              jsonb       NOT NULL,
    scheduling_strategy               text        NOT NULL,
    enable_ecs_managed_tags           boolean     NOT NULL,
    propagate_tags                    text,
    enable_execute_command            boolean     NOT NULL,
    health_check_grace_period_seconds integer,
    deployment_name                   text,
    namespace                         text,
    node_ports                        integer[]   NOT NULL,
    has_node_port                     boolean     NOT NULL,
    assign_public_ip                  boolean     NOT NULL,
    service_registry_metadata         jsonb       NOT NULL,
    created_at                        timestamptz NOT NULL,
    updated_at                        timestamptz NOT NULL,
    version                           bigint      NOT NULL,
    CONSTRAINT services_pk PRIMARY KEY (cluster_arn, id),
    CONSTRAINT services_arn_uq UNIQUE (cluster_arn, arn),
    CONSTRAINT services_cluster_fk FOREIGN KEY (cluster_arn) REFERENCES clusters (arn) ON DELETE RESTRICT,
    CONSTRAINT services_task_definition_fk FOREIGN KEY (task_definition_arn)
        REFERENCES task_definitions (arn) ON DELETE RESTRICT,
    CONSTRAINT services_arn_ck CHECK (starts_with(arn, replace(cluster_arn, ':cluster/', ':service/') || '/')),
    CONSTRAINT services_counts_ck CHECK (desired_count >= 0 AND running_count >= 0 AND pending_count >= 0),
    CONSTRAINT services_health_check_grace_period_ck CHECK (health_check_grace_period_seconds >= 0),
    CONSTRAINT services_tags_ck CHECK (jsonb_typeof(tags) = 'object'),
    CONSTRAINT services_service_registry_metadata_ck CHECK (jsonb_typeof(service_registry_metadata) = 'object')
);

CREATE INDEX services_task_definition_idx ON services (task_definition_arn);

COMMENT ON TABLE services IS 'The services of a cluster. An INACTIVE one gives its name to the next that is created under it.';
COMMENT ON COLUMN services.cluster_arn IS 'The cluster that owns the row; part of the ARN.';
COMMENT ON COLUMN services.id IS 'The order of creation. Internal: nothing outside the storage refers to it.';
COMMENT ON COLUMN services.arn IS 'arn:PARTITION:ecs:REGION:ACCOUNT:service/CLUSTER/NAME';
COMMENT ON COLUMN services.desired_count IS 'As the control plane reports it, like the other counts; not derived from tasks.';
COMMENT ON COLUMN services.health_check_grace_period_seconds IS 'Seconds; absent where the service has no load balancer.';
COMMENT ON COLUMN services.namespace IS 'The Kubernetes namespace that its deployment lies in.';
COMMENT ON COLUMN services.version IS '1 when created, one more with each change: an update says which one it saw.';
COMMENT ON CONSTRAINT services_arn_ck ON services IS 'The ARN begins with the parts of its cluster.';
COMMENT ON INDEX services_task_definition_idx IS 'Tells whether a task definition is referred to.';
