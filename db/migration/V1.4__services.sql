CREATE TABLE services (
    cluster_key                       uuid        NOT NULL,
    key                               uuid        NOT NULL,
    task_definition_key               uuid,
    id                                bigint      GENERATED ALWAYS AS IDENTITY,
    version                           bigint      NOT NULL,
    created_at                        timestamptz NOT NULL,
    updated_at                        timestamptz NOT NULL,
    desired_count                     integer     NOT NULL,
    running_count                     integer     NOT NULL,
    pending_count                     integer     NOT NULL,
    health_check_grace_period_seconds integer,
    enable_ecs_managed_tags           boolean     NOT NULL,
    enable_execute_command            boolean     NOT NULL,
    has_node_port                     boolean     NOT NULL,
    assign_public_ip                  boolean     NOT NULL,
    arn                               text        COLLATE "C" NOT NULL,
    task_definition_arn               text        COLLATE "C",
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
    propagate_tags                    text,
    deployment_name                   text,
    namespace                         text,
    node_ports                        integer[]   NOT NULL,
    service_registry_metadata         jsonb       NOT NULL,
    CONSTRAINT services_pk PRIMARY KEY (cluster_key, id),
    CONSTRAINT services_key_uq UNIQUE (cluster_key, key),
    CONSTRAINT services_cluster_fk FOREIGN KEY (cluster_key) REFERENCES clusters (key) ON DELETE RESTRICT,
    CONSTRAINT services_task_definition_fk FOREIGN KEY (task_definition_key)
        REFERENCES task_definitions (key) ON DELETE RESTRICT,
    CONSTRAINT services_counts_ck CHECK (desired_count >= 0 AND running_count >= 0 AND pending_count >= 0),
    CONSTRAINT services_health_check_grace_period_ck CHECK (health_check_grace_period_seconds >= 0)
);

CREATE INDEX services_task_definition_idx ON services (task_definition_key);

COMMENT ON TABLE services IS 'The services of a cluster. An INACTIVE one gives its name to the next that is created under it.';
COMMENT ON COLUMN services.cluster_key IS 'The cluster that owns the row: the key of its ARN.';
COMMENT ON COLUMN services.key IS 'arn_key(arn): what tells the row from others of its cluster.';
COMMENT ON COLUMN services.id IS 'The order of creation. Internal: nothing outside the storage refers to it.';
COMMENT ON COLUMN services.arn IS 'arn:PARTITION:ecs:REGION:ACCOUNT:service/CLUSTER/NAME';
COMMENT ON COLUMN services.desired_count IS 'As the control plane reports it, like the other counts; not derived from tasks.';
COMMENT ON COLUMN services.health_check_grace_period_seconds IS 'Seconds; absent where the service has no load balancer.';
COMMENT ON COLUMN services.namespace IS 'The Kubernetes namespace that its deployment lies in.';
COMMENT ON COLUMN services.version IS '1 when created, one more with each change: an update says which one it saw.';
COMMENT ON INDEX services_task_definition_idx IS 'Tells whether a task definition is referred to.';
