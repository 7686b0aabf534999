CREATE TABLE task_sets (
    cluster_key                uuid        NOT NULL,
    service_key                uuid        NOT NULL,
    key                        uuid        NOT NULL,
    task_definition_key        uuid        NOT NULL,
    id                         bigint      GENERATED ALWAYS AS IDENTITY,
    version                    bigint      NOT NULL,
    stability_status_at        timestamptz,
    created_at                 timestamptz NOT NULL,
    updated_at                 timestamptz NOT NULL,
    computed_desired_count     integer     NOT NULL,
    pending_count              integer     NOT NULL,
    running_count              integer     NOT NULL,
    arn                        text        COLLATE "C" NOT NULL,
    external_id                text,
    task_definition_arn        text        COLLATE "C" NOT NULL,
    launch_type                text,
    platform_version           text,
    platform_family            text,
    network_configuration      json,
    load_balancers             json,
    service_registries         json,
    capacity_provider_strategy json,
    scale                      json,
    fargate_ephemeral_storage  json,
    status                     text        NOT NULL,
    stability_status           text        NOT NULL,
    started_by                 text,
    tags                       jsonb       NOT NULL,
    CONSTRAINT task_sets_pk PRIMARY KEY (cluster_key, service_key, id),
    CONSTRAINT task_sets_key_uq UNIQUE (cluster_key, key),
    CONSTRAINT task_sets_cluster_fk FOREIGN KEY (cluster_key) REFERENCES clusters (key) ON DELETE RESTRICT,
    CONSTRAINT task_sets_service_fk FOREIGN KEY (cluster_key, service_key)
        REFERENCES services (cluster_key, key) ON DELETE CASCADE,
    CONSTRAINT task_sets_task_definition_fk FOREIGN KEY (task_definition_key)
        REFERENCES task_definitions (key) ON DELETE RESTRICT,
    CONSTRAINT task_sets_counts_ck CHECK (computed_desired_count >= 0 AND pending_count >= 0 AND running_count >= 0)
);

CREATE INDEX task_sets_task_definition_idx ON task_sets (task_definition_key);
CREATE UNIQUE INDEX task_sets_primary_uq ON task_sets (cluster_key, service_key) WHERE status = 'PRIMARY';

COMMENT ON TABLE task_sets IS 'The task sets of a service whose deployments an external controller makes. They go with their service.';
COMMENT ON COLUMN task_sets.cluster_key IS 'The cluster that owns the row: the key of its ARN.';
COMMENT ON COLUMN task_sets.key IS 'arn_key(arn): what tells the row from others of its cluster.';
COMMENT ON COLUMN task_sets.service_key IS 'The service that the task set belongs to: the key of its ARN.';
COMMENT ON COLUMN task_sets.task_definition_key IS 'arn_key(task_definition_arn)';
COMMENT ON COLUMN task_sets.id IS 'The order of creation. Internal: nothing outside the storage refers to it.';
COMMENT ON COLUMN task_sets.arn IS 'arn:PARTITION:ecs:REGION:ACCOUNT:task-set/CLUSTER/SERVICE/ID';
COMMENT ON COLUMN task_sets.external_id IS 'What the external controller calls it. Not unique.';
COMMENT ON COLUMN task_sets.computed_desired_count IS 'As the control plane reports it, like the other counts; not derived from tasks.';
COMMENT ON COLUMN task_sets.status IS 'PRIMARY for one of a service at most, ACTIVE or DRAINING.';
COMMENT ON COLUMN task_sets.version IS '1 when created, one more with each change: an update says which one it saw.';
COMMENT ON INDEX task_sets_task_definition_idx IS 'Tells whether a task definition is referred to.';
COMMENT ON INDEX task_sets_primary_uq IS 'One PRIMARY task set a service.';
