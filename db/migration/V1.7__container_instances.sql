CREATE TABLE container_instances (
    cluster_key            uuid        NOT NULL,
    key                    uuid        NOT NULL,
    id                     bigint      GENERATED ALWAYS AS IDENTITY,
    version                bigint      NOT NULL,
    deregistered_at        timestamptz,
    created_at             timestamptz NOT NULL,
    updated_at             timestamptz NOT NULL,
    agent_connected        boolean     NOT NULL,
    arn                    text        COLLATE "C" NOT NULL,
    ec2_instance_id        text        COLLATE "C",
    status                 text        NOT NULL,
    status_reason          text,
    agent_update_status    text,
    version_info           json,
    registered_resources   json,
    remaining_resources    json,
    attachments            json,
    health_status          json,
    tags                   jsonb       NOT NULL,
    capacity_provider_name text,
    CONSTRAINT container_instances_pk PRIMARY KEY (cluster_key, id),
    CONSTRAINT container_instances_key_uq UNIQUE (cluster_key, key),
    CONSTRAINT container_instances_cluster_fk FOREIGN KEY (cluster_key)
        REFERENCES clusters (key) ON DELETE RESTRICT,
    CONSTRAINT container_instances_deregistered_ck CHECK ((status = 'INACTIVE') = (deregistered_at IS NOT NULL))
);

CREATE INDEX container_instances_ec2_instance_idx ON container_instances (cluster_key, ec2_instance_id, id)
    WHERE ec2_instance_id IS NOT NULL;
CREATE INDEX container_instances_registered_idx ON container_instances (cluster_key, id)
    WHERE deregistered_at IS NULL;
CREATE INDEX container_instances_deregistered_idx ON container_instances (cluster_key, deregistered_at)
    WHERE deregistered_at IS NOT NULL;

COMMENT ON TABLE container_instances IS
    'The container instances of a cluster. An INACTIVE one gives its ARN to the next that is registered under it.';
COMMENT ON COLUMN container_instances.cluster_key IS 'The cluster that owns the row: the key of its ARN.';
COMMENT ON COLUMN container_instances.key IS 'arn_key(arn): what tells the row from others of its cluster.';
COMMENT ON COLUMN container_instances.id IS 'The order of registration. Internal: nothing outside the storage refers to it.';
COMMENT ON COLUMN container_instances.arn IS 'arn:PARTITION:ecs:REGION:ACCOUNT:container-instance/CLUSTER/ID';
COMMENT ON COLUMN container_instances.status IS 'INACTIVE once it is deregistered.';
COMMENT ON COLUMN container_instances.created_at IS 'AWS calls it registeredAt.';
COMMENT ON COLUMN container_instances.deregistered_at IS 'When it became INACTIVE.';
COMMENT ON COLUMN container_instances.version IS '1 when registered, one more with each change: an update says which one it saw.';
COMMENT ON INDEX container_instances_registered_idx IS 'Lists without the INACTIVE ones, and a cluster''s count of the others.';
COMMENT ON INDEX container_instances_deregistered_idx IS 'Deletion of instances that were deregistered long ago.';
