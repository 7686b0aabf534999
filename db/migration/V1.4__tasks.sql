CREATE TABLE tasks (
    cluster_arn            text        COLLATE "C" NOT NULL,
    id                     bigint      GENERATED ALWAYS AS IDENTITY,
    arn                    text        COLLATE "C" NOT NULL,
    task_definition_arn    text        COLLATE "C" NOT NULL,
    family                 text        COLLATE "C" NOT NULL GENERATED ALWAYS AS (
        split_part(split_part(task_definition_arn, '/', 2), ':', 1)) STORED,
    container_instance_arn text        COLLATE "C",
    service_arn            text        COLLATE "C",
    service_name           text        COLLATE "C" GENERATED ALWAYS AS (
        CASE WHEN service_arn IS NOT NULL THEN split_part(service_arn, '/', 3)
             WHEN starts_with("group", 'service:') THEN substr("group", 9) END) STORED,
    overrides              json,
    last_status            text        NOT NULL,
    desired_status         text        NOT NULL,
    cpu                    text,
    memory                 text,
    containers             json        NOT NULL,
    started_by             text,
    "group"                text        COLLATE "C",
    stop_code              text,
    stopped_reason         text,
    stopping_at            timestamptz,
    stopped_at             timestamptz,
    started_at             timestamptz,
    pull_started_at        timestamptz,
    pull_stopped_at        timestamptz,
    execution_stopped_at   timestamptz,
    connectivity           text,
    connectivity_at        timestamptz,
    launch_type            text,
    platform_version       text,
    platform_family        text,
    attachments            json,
    health_status          text,
    tags                   jsonb       NOT NULL,
    attributes             json,
    enable_execute_command boolean     NOT NULL,
    capacity_provider_name text,
    ephemeral_storage      json,
    pod_name               text        COLLATE "C",
    namespace              text        COLLATE "C",
    service_registries     json,
    created_at             timestamptz NOT NULL,
    updated_at             timestamptz NOT NULL,
    version                bigint      NOT NULL,
    CONSTRAINT tasks_pk PRIMARY KEY (cluster_arn, id),
    CONSTRAINT tasks_arn_uq UNIQUE (cluster_arn, arn),
    CONSTRAINT tasks_cluster_fk FOREIGN KEY (cluster_arn) REFERENCES clusters (arn) ON DELETE RESTRICT,
    CONSTRAINT tasks_task_definition_fk FOREIGN KEY (task_definition_arn)
        REFERENCES task_definitions (arn) ON DELETE RESTRICT,
    CONSTRAINT tasks_arn_ck CHECK (starts_with(arn, replace(cluster_arn, ':cluster/', ':task/') || '/')),
    CONSTRAINT tasks_stopped_ck CHECK ((last_status = 'STOPPED') = (stopped_at IS NOT NULL)),
    CONSTRAINT tasks_tags_ck CHECK (jsonb_typeof(tags) = 'object')
) WITH (fillfactor = 80);

CREATE INDEX tasks_family_idx ON tasks (cluster_arn, family, id);
CREATE INDEX tasks_service_name_idx ON tasks (cluster_arn, service_name, id) WHERE service_name IS NOT NULL;
CREATE INDEX tasks_container_instance_idx ON tasks (cluster_arn, container_instance_arn, id)
    WHERE container_instance_arn IS NOT NULL;
CREATE INDEX tasks_task_definition_idx ON tasks (task_definition_arn);
CREATE INDEX tasks_unstopped_idx ON tasks (cluster_arn, id) WHERE stopped_at IS NULL;
CREATE INDEX tasks_stopped_idx ON tasks (cluster_arn, stopped_at) WHERE stopped_at IS NOT NULL;
CREATE INDEX tasks_pod_idx ON tasks (cluster_arn, pod_name, id) WHERE pod_name IS NOT NULL;
CREATE UNIQUE INDEX tasks_pod_uq ON tasks (cluster_arn, namespace, pod_name) NULLS NOT DISTINCT
    WHERE stopped_at IS NULL AND pod_name IS NOT NULL;

COMMENT ON TABLE tasks IS
    'The tasks of a cluster, stopped ones included until they are deleted. A task keeps the ARNs of the service and the container instance it ran under, which may be gone.';
COMMENT ON COLUMN tasks.cluster_arn IS 'The cluster that owns the row; part of the ARN.';
COMMENT ON COLUMN tasks.id IS 'The order of creation. Internal: nothing outside the storage refers to it.';
COMMENT ON COLUMN tasks.arn IS 'arn:PARTITION:ecs:REGION:ACCOUNT:task/CLUSTER/ID';
COMMENT ON COLUMN tasks.family IS 'The family of the task definition, for lists by family.';
COMMENT ON COLUMN tasks.service_name IS 'The service''s name, from service_arn, else from a group service:NAME, for lists by service.';
COMMENT ON COLUMN tasks.last_status IS 'Not indexed, so that changes of status stay heap-only. STOPPED is the one terminal status.';
COMMENT ON COLUMN tasks.stopped_at IS 'When it stopped: set once, with last_status STOPPED, and never changed again.';
COMMENT ON COLUMN tasks.pod_name IS 'The Kubernetes pod that runs the task.';
COMMENT ON COLUMN tasks.version IS '1 when created, one more with each change: an update says which one it saw.';
COMMENT ON CONSTRAINT tasks_arn_ck ON tasks IS 'The ARN begins with the parts of its cluster.';
COMMENT ON INDEX tasks_unstopped_idx IS 'Statistics, and what keeps a cluster from being deleted.';
COMMENT ON INDEX tasks_stopped_idx IS 'Deletion of tasks that stopped long ago.';
COMMENT ON INDEX tasks_pod_uq IS 'One task a pod among those not stopped.';
