CREATE TABLE clusters (
    key                                uuid        NOT NULL,
    id                                 bigint      GENERATED ALWAYS AS IDENTITY,
    version                            bigint      NOT NULL,
    created_at                         timestamptz NOT NULL,
    updated_at                         timestamptz NOT NULL,
    account_id                         text        COLLATE "C" NOT NULL,
    region                             text        COLLATE "C" NOT NULL,
    arn                                text        COLLATE "C" NOT NULL,
    status                             text        NOT NULL,
    configuration                      json,
    settings                           json,
    tags                               jsonb       NOT NULL,
    k8s_cluster_name                   text,
    capacity_providers                 text[]      NOT NULL,
    default_capacity_provider_strategy json,
    service_connect_defaults           json,
    local_stack_state                  json,
    CONSTRAINT clusters_pk PRIMARY KEY (account_id, region, id),
    CONSTRAINT clusters_key_uq UNIQUE (key),
    CONSTRAINT clusters_arn_ck CHECK (
        split_part(arn, ':', 4) = region AND split_part(arn, ':', 5) = account_id
        AND starts_with(split_part(arn, ':', 6), 'cluster/')),
    CONSTRAINT clusters_tags_ck CHECK (jsonb_typeof(tags) = 'object')
);

CREATE INDEX clusters_scope_idx ON clusters (account_id, region, key);

COMMENT ON TABLE clusters IS 'The clusters of an account in a region. What belongs to a cluster refers to it by its key.';
COMMENT ON COLUMN clusters.account_id IS 'The AWS account, twelve digits; part of the ARN.';
COMMENT ON COLUMN clusters.region IS 'The AWS region; part of the ARN.';
COMMENT ON COLUMN clusters.id IS 'The order of creation. Internal: nothing outside the storage refers to it.';
COMMENT ON COLUMN clusters.key IS 'arn_key(arn)';
COMMENT ON COLUMN clusters.arn IS 'arn:PARTITION:ecs:REGION:ACCOUNT:cluster/NAME';
COMMENT ON COLUMN clusters.k8s_cluster_name IS 'The Kubernetes cluster that runs its tasks. Not unique.';
COMMENT ON COLUMN clusters.capacity_providers IS 'Names, in the order that the API was given.';
COMMENT ON COLUMN clusters.local_stack_state IS 'The state of the LocalStack that KECS runs in the cluster.';
COMMENT ON COLUMN clusters.version IS '1 when created, one more with each change: an update says which one it saw.';
COMMENT ON INDEX clusters_scope_idx IS 'The clusters of a scope, for what reaches all of them.';
COMMENT ON CONSTRAINT clusters_arn_ck ON clusters IS 'account_id and region cannot disagree with the ARN.';
