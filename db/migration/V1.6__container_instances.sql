CREATE TABLE container_instances (
    cluster_arn            text        COLLATE "C" NOT NULL,
    id                     bigint      GENERATED ALWAYS AS IDENTITY,
    arn                    text        COLLATE "C" NOT NULL,
    ec2_instance_id        text        COLLATE "C",
    status                 text        NOT NULL,
    status_reason          text,
    agent_connected        boolean     NOT NULL,
    agent_update_status    text,
    version_info           json,
    registered_resources   json,
    remaining_resources    json,
    attachments            json,
    health_status          json,
    tags                   jsonb       NOT NULL,
    capacity_provider_name text,
    deregistered_at        timestamptz,
    created_at             timestamptz NOT NULL,
    updated_at             timestamptz NOT NULL,
    version                bigint      NOT NULL,
    CONSTRAINT container_instances_pk PRIMARY KEY (cluster_arn, id),
    CONSTRAINT container_instances_arn_uq UNIQUE (cluster_arn, arn),
    CONSTRAINT container_instances_cluster_fk FOREIGN KEY (cluster_arn)
        REFERENCES clusters (arn) ON DELETE RESTRICT,
    CONSTRAINT container_instances_arn_ck CHECK (
        starts_with(arn, replace(cluster_arn, ':cluster/', ':container-instance/') || '/')),
    CONSTRAINT container_instances_deregistered_ck CHECK ((status = 'INACTIVE') = (deregistered_at IS NOT NULL)),
    CONSTRAINT container_instances_tags_ck CHECK (jsonb_typeof(tags) = 'object')
);

CREATE INDEX container_instances_ec2_instance_idx ON container_instances (cluster_arn, ec2_instance_id, id)
    WHERE ec2_instance_id IS NOT NULL;
CREATE INDEX container_instances_registered_idx ON container_instances (cluster_arn, id)
    WHERE deregistered_at IS NULL;
CREATE INDEX container_instances_deregistered_idx ON container_instances (cluster_arn, deregistered_at)
    WHERE deregistered_at IS NOT NULL;

COMMENT ON TABLE container_instances IS
    'The container instances of a cluster. An INACTIVE one gives its ARN to the next that is registered under it.';
COMMENT ON COLUMN container_instances.cluster_arn IS 'The cluster that owns the row; part of the ARN.';
COMMENT ON COLUMN container_instances.id IS 'The order of registration. Internal: nothing outside the storage refers to it.';
COMMENT ON COLUMN container_instances.arn IS 'arn:PARTITION:ecs:REGION:ACCOUNT:container-instance/CLUSTER/ID';
COMMENT ON COLUMN container_instances.status IS 'INACTIVE once it is deregistered.';
COMMENT ON COLUMN container_instances.created_at IS 'AWS calls it registeredAt.';
COMMENT ON COLUMN container_instances.deregistered_at IS 'When it became INACTIVE.';
COMMENT ON COLUMN container_instances.version IS '1 when registered, one more with each change: an update says which one it saw.';
COMMENT ON CONSTRAINT container_instances_arn_ck ON container_instances IS 'The ARN begins with the parts of its cluster.';
COMMENT ON INDEX container_instances_registered_idx IS 'Lists without the INACTIVE ones, and a cluster''s count of the others.';
COMMENT ON INDEX container_instances_deregistered_idx IS 'Deletion of instances that were deregistered long ago.';

CREATE INDEX tasks_container_instance_unstopped_idx ON tasks (cluster_arn, container_instance_arn)
    WHERE stopped_at IS NULL AND container_instance_arn IS NOT NULL;

COMMENT ON INDEX tasks_container_instance_unstopped_idx IS
    'What an instance runs, whatever number of stopped tasks it has behind it.';
