CREATE TABLE account_settings (
    account_id    text COLLATE "C" NOT NULL,
    region        text COLLATE "C" NOT NULL,
    principal_arn text COLLATE "C" NOT NULL,
    name          text COLLATE "C" NOT NULL,
    value         text NOT NULL,
    CONSTRAINT account_settings_pk PRIMARY KEY (account_id, region, principal_arn, name)
);

COMMENT ON TABLE account_settings IS 'The settings of the principals of an account in a region, and the account''s defaults for those that have none.';
COMMENT ON COLUMN account_settings.principal_arn IS 'The ARN of a user, a role or the root user; default for the account''s default.';
COMMENT ON COLUMN account_settings.name IS 'Such as containerInsights.';
