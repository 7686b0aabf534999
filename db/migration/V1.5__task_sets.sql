CREATE TABLE task_sets (
    cluster_arn                text        COLLATE "C" NOT NULL,
    service_arn                text        COLLATE "C" NOT NULL,
    id                         bigint      GENERATED ALWAYS AS IDENTITY,
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
    computed_desired_count     integer     NOT NULL,
    pending_count              integer     NOT NULL,
    running_count              integer     NOT NULL,
    status                     text        NOT NULL,
    stability_status           text        NOT NULL,
    stability_status_at        timestamptz,
    started_by                 text,
    tags                       jsonb       NOT NULL,
    created_at                 timestamptz NOT NULL,
    updated_at                 timestamptz NOT NULL,
    version                    bigint      NOT NULL,
    CONSTRAINT task_sets_pk PRIMARY KEY (cluster_arn, service_arn, id),
    CONSTRAINT task_sets_arn_uq UNIQUE (cluster_arn, arn),
    CONSTRAINT task_sets_cluster_fk FOREIGN KEY (cluster_arn) REFERENCES clusters (arn) ON DELETE RESTRICT,
    CONSTRAINT task_sets_service_fk FOREIGN KEY (cluster_arn, service_arn)
        REFERENCES services (cluster_arn, arn) ON DELETE CASCADE,
    CONSTRAINT task_sets_task_definition_fk FOREIGN KEY (task_definition_arn)
        REFERENCES task_definitions (arn) ON DELETE RESTRICT,
    CONSTRAINT task_sets_arn_ck CHECK (starts_with(arn, replace(service_arn, ':service/', ':task-set/') || '/')),
    CONSTRAINT task_sets_counts_ck CHECK (computed_desired_count >= 0 AND pending_count >= 0 AND running_count >= 0),
    CONSTRAINT task_sets_tags_ck CHECK (jsonb_typeof(tags) = 'object')
);

CREATE INDEX task_sets_task_definition_idx ON task_sets (task_definition_arn);
CREATE UNIQUE INDEX task_sets_primary_uq ON task_sets (cluster_arn, service_arn) WHERE status = 'PRIMARY';

COMMENT ON TABLE task_sets IS 'The task sets of a service whose deployments an external controller makes. They go with their service.';
COMMENT ON COLUMN task_sets.cluster_arn IS 'The cluster that owns the row; part of the ARN.';
COMMENT ON COLUMN task_sets.service_arn IS 'The service that the task set belongs to; part of the ARN.';
COMMENT ON COLUMN task_sets.id IS 'The order of creation. Internal: nothing outside the storage refers to it.';
COMMENT ON COLUMN task_sets.arn IS 'arn:PARTITION:ecs:REGION:ACCOUNT:task-set/CLUSTER/SERVICE/ID';
COMMENT ON COLUMN task_sets.external_id IS 'What the external controller calls it. Not unique.';
COMMENT ON COLUMN task_sets.computed_desired_count IS 'As the control plane reports it, like the other counts; not derived from tasks.';
COMMENT ON COLUMN task_sets.status IS 'PRIMARY for one of a service at most, ACTIVE or DRAINING.';
COMMENT ON COLUMN task_sets.version IS '1 when created, one more with each change: an update says which one it saw.';
COMMENT ON CONSTRAINT task_sets_arn_ck ON task_sets IS 'The ARN begins with the parts of its service.';
COMMENT ON INDEX task_sets_task_definition_idx IS 'Tells whether a task definition is referred to.';
COMMENT ON INDEX task_sets_primary_uq IS 'One PRIMARY task set a service.';
