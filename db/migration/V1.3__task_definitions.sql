CREATE TABLE task_definition_families (
    account_id    text    COLLATE "C" NOT NULL,
    region        text    COLLATE "C" NOT NULL,
    family        text    COLLATE "C" NOT NULL,
    last_revision integer NOT NULL,
    CONSTRAINT task_definition_families_pk PRIMARY KEY (account_id, region, family),
    CONSTRAINT task_definition_families_last_revision_ck CHECK (last_revision >= 1)
);

COMMENT ON TABLE task_definition_families IS
    'Hands out revisions. A row stays when the definitions of its family are deleted, so that no revision number is used twice.';
COMMENT ON COLUMN task_definition_families.last_revision IS 'The revision registered last, whatever became of it.';

CREATE TABLE task_definitions (
    key                      uuid        NOT NULL,
    id                       bigint      GENERATED ALWAYS AS IDENTITY,
    version                  bigint      NOT NULL,
    deregistered_at          timestamptz,
    created_at               timestamptz NOT NULL,
    updated_at               timestamptz NOT NULL,
    revision                 integer     NOT NULL,
    account_id               text        COLLATE "C" NOT NULL,
    region                   text        COLLATE "C" NOT NULL,
    family                   text        COLLATE "C" NOT NULL,
    arn                      text        COLLATE "C" NOT NULL,
    task_role_arn            text,
    execution_role_arn       text,
    network_mode             text,
    container_definitions    json        NOT NULL,
    volumes                  json,
    placement_constraints    json,
    proxy_configuration      json,
    inference_accelerators   json,
    runtime_platform         json,
    ephemeral_storage        json,
    requires_compatibilities text[]      NOT NULL,
    cpu                      text,
    memory                   text,
    pid_mode                 text,
    ipc_mode                 text,
    tags                     jsonb       NOT NULL,
    status                   text        NOT NULL,
    CONSTRAINT task_definitions_pk PRIMARY KEY (account_id, region, family, revision),
    CONSTRAINT task_definitions_key_uq UNIQUE (key),
    CONSTRAINT task_definitions_arn_ck CHECK (
        split_part(arn, ':', 4) = region AND split_part(arn, ':', 5) = account_id
        AND split_part(arn, ':', 6) = 'task-definition/' || family
        AND split_part(arn, ':', 7) = revision::text),
    CONSTRAINT task_definitions_status_ck CHECK (status IN ('ACTIVE', 'INACTIVE', 'DELETE_IN_PROGRESS')),
    CONSTRAINT task_definitions_tags_ck CHECK (jsonb_typeof(tags) = 'object')
);

CREATE INDEX task_definitions_status_idx ON task_definitions (account_id, region, status, family, revision);

COMMENT ON TABLE task_definitions IS
    'The revisions of task definitions. Their content never changes. No foreign key to the families: a registration takes its family''s row and inserts the definition in one statement, and no family is ever deleted.';
COMMENT ON COLUMN task_definitions.revision IS 'Counts from 1 in its family, in one account and region.';
COMMENT ON COLUMN task_definitions.key IS 'arn_key(arn)';
COMMENT ON COLUMN task_definitions.arn IS 'arn:PARTITION:ecs:REGION:ACCOUNT:task-definition/FAMILY:REVISION';
COMMENT ON COLUMN task_definitions.status IS
    'ACTIVE, INACTIVE once deregistered, DELETE_IN_PROGRESS once deleted while something still refers to it.';
COMMENT ON COLUMN task_definitions.created_at IS 'AWS calls it registeredAt.';
COMMENT ON COLUMN task_definitions.version IS '1 when registered, one more with each change of status or tags.';
COMMENT ON INDEX task_definitions_status_idx IS 'Lists by status, the latest active revision of a family, families with an active one.';
