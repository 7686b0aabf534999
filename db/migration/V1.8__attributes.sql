CREATE TABLE attributes (
    cluster_key uuid NOT NULL,
    target_key  uuid NOT NULL,
    target_type text NOT NULL,
    target_arn  text COLLATE "C" NOT NULL,
    name        text COLLATE "C" NOT NULL,
    value       text,
    CONSTRAINT attributes_pk PRIMARY KEY (cluster_key, target_key, name),
    CONSTRAINT attributes_target_fk FOREIGN KEY (cluster_key, target_key)
        REFERENCES container_instances (cluster_key, key) ON DELETE CASCADE,
    CONSTRAINT attributes_target_type_ck CHECK (target_type = 'container-instance')
);

CREATE INDEX attributes_target_idx ON attributes (cluster_key, target_arn, name);
CREATE INDEX attributes_name_idx ON attributes (cluster_key, name, target_arn);

COMMENT ON TABLE attributes IS 'What tasks are placed by: names, with or without values, on container instances, with which they go.';
COMMENT ON COLUMN attributes.cluster_key IS 'The cluster that owns the row: the key of its ARN.';
COMMENT ON COLUMN attributes.target_key IS 'arn_key(target_arn)';
COMMENT ON COLUMN attributes.target_type IS 'container-instance: what has attributes in AWS. The target''s ARN tells it too.';
COMMENT ON COLUMN attributes.target_arn IS 'arn:PARTITION:ecs:REGION:ACCOUNT:container-instance/CLUSTER/ID';
COMMENT ON COLUMN attributes.value IS 'Absent where the name says all.';
COMMENT ON INDEX attributes_target_idx IS 'Lists, by the ARN of what has them and then by name.';
COMMENT ON INDEX attributes_name_idx IS 'Lists by name.';
