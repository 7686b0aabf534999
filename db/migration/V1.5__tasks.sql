CREATE TABLE tasks (
    cluster_key            uuid        NOT NULL,
    key                    uuid        NOT NULL,
    task_definition_key    uuid        NOT NULL,
    service_key            uuid,
    container_instance_key uuid,
    id                     bigint      GENERATED ALWAYS AS IDENTITY,
    version                bigint      NOT NULL,
    created_at             timestamptz NOT NULL,
    updated_at             timestamptz NOT NULL,
    stopping_at            timestamptz,
    stopped_at             timestamptz,
    started_at             timestamptz,
    pull_started_at        timestamptz,
    pull_stopped_at        timestamptz,
    execution_stopped_at   timestamptz,
    connectivity_at        timestamptz,
    enable_execute_command boolean     NOT NULL,
    arn                    text        COLLATE "C" NOT NULL,
    task_definition_arn    text        COLLATE "C" NOT NULL,
    family                 text        COLLATE "C" NOT NULL,
    container_instance_arn text        COLLATE "C",
    service_arn            text        COLLATE "C",
    last_status            text        NOT NULL,
    desired_status         text        NOT NULL,
    cpu                    text,
    memory                 text,
    containers             json        NOT NULL,
    overrides              json,
    started_by             text,
    "group"                text        COLLATE "C",
    stop_code              text,
    stopped_reason         text,
    connectivity           text,
    launch_type            text,
    platform_version       text,
    platform_family        text,
    attachments            json,
    health_status          text,
    tags                   jsonb       NOT NULL,
    attributes             json,
    capacity_provider_name text,
    ephemeral_storage      json,
    pod_name               text        COLLATE "C",
    namespace              text        COLLATE "C",
    service_registries     json,
    CONSTRAINT tasks_pk PRIMARY KEY (cluster_key, id),
    CONSTRAINT tasks_key_uq UNIQUE (cluster_key, key),
    CONSTRAINT tasks_cluster_fk FOREIGN KEY (cluster_key) REFERENCES clusters (key) ON DELETE RESTRICT,
    CONSTRAINT tasks_task_definition_fk FOREIGN KEY (task_definition_key)
        REFERENCES task_definitions (key) ON DELETE RESTRICT,
    CONSTRAINT tasks_stopped_ck CHECK (
        (last_status = 'STOPPED') = (stopped_at IS NOT NULL)
        AND (stopped_at IS NULL OR desired_status = 'STOPPED'))
) WITH (fillfactor = 80);

CREATE INDEX tasks_family_idx ON tasks (cluster_key, family, id);
CREATE INDEX tasks_service_idx ON tasks (cluster_key, service_key, id) WHERE service_key IS NOT NULL;
CREATE INDEX tasks_container_instance_idx ON tasks (cluster_key, container_instance_key, id)
    WHERE container_instance_key IS NOT NULL;
CREATE INDEX tasks_task_definition_idx ON tasks (task_definition_key);
CREATE INDEX tasks_unstopped_idx ON tasks (cluster_key, id) WHERE stopped_at IS NULL;
CREATE INDEX tasks_container_instance_unstopped_idx ON tasks (cluster_key, container_instance_key)
    WHERE stopped_at IS NULL AND container_instance_key IS NOT NULL;
CREATE INDEX tasks_stopped_idx ON tasks (cluster_key, stopped_at) WHERE stopped_at IS NOT NULL;
CREATE UNIQUE INDEX tasks_pod_uq ON tasks (cluster_key, pod_name, namespace) NULLS NOT DISTINCT
    WHERE stopped_at IS NULL AND pod_name IS NOT NULL;
CREATE INDEX tasks_stopped_pod_idx ON tasks (cluster_key, pod_name, id)
    WHERE stopped_at IS NOT NULL AND pod_name IS NOT NULL;

-- A key goes with its text. Without knowing so, the planner expects a fraction of the rows, and sorts them all.
CREATE STATISTICS tasks_service_stat (dependencies) ON service_key, service_arn FROM tasks;
CREATE STATISTICS tasks_container_instance_stat (dependencies) ON container_instance_key, container_instance_arn FROM tasks;

COMMENT ON TABLE tasks IS
    'The tasks of a cluster, stopped ones included until they are deleted. A task keeps the ARNs of the service and the container instance it ran under, which may be gone.';
COMMENT ON COLUMN tasks.cluster_key IS 'The cluster that owns the row: the key of its ARN.';
COMMENT ON COLUMN tasks.key IS 'arn_key(arn): what tells the row from others of its cluster.';
COMMENT ON COLUMN tasks.task_definition_key IS 'arn_key(task_definition_arn)';
COMMENT ON COLUMN tasks.service_key IS
    'The key of the service''s ARN: of service_arn, else of the service that a group service:NAME names, for lists by service.';
COMMENT ON COLUMN tasks.container_instance_key IS 'arn_key(container_instance_arn)';
COMMENT ON COLUMN tasks.id IS 'The order of creation. Internal: nothing outside the storage refers to it.';
COMMENT ON COLUMN tasks.arn IS 'arn:PARTITION:ecs:REGION:ACCOUNT:task/CLUSTER/ID';
COMMENT ON COLUMN tasks.family IS 'The family of the task definition, for lists by family.';
COMMENT ON COLUMN tasks.last_status IS 'Not indexed, so that changes of status stay heap-only. STOPPED is the one terminal status.';
COMMENT ON COLUMN tasks.stopped_at IS 'When it stopped: set once, with last_status STOPPED, and never changed again.';
COMMENT ON COLUMN tasks.pod_name IS 'The Kubernetes pod that runs the task.';
COMMENT ON COLUMN tasks.version IS '1 when created, one more with each change: an update says which one it saw.';
COMMENT ON INDEX tasks_unstopped_idx IS
    'Lists by a status that no stopped task has, statistics, and what keeps a cluster from being deleted.';
COMMENT ON INDEX tasks_container_instance_unstopped_idx IS 'What a container instance runs.';
COMMENT ON INDEX tasks_stopped_idx IS 'Deletion of tasks that stopped long ago.';
COMMENT ON INDEX tasks_pod_uq IS 'One task a pod among those not stopped.';
