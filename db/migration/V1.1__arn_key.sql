-- An ARN has no backslash, so the cast takes its characters as they are.
CREATE FUNCTION arn_key(arn text) RETURNS uuid
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN encode(substring(sha256(arn::bytea) FOR 16), 'hex')::uuid;

COMMENT ON FUNCTION arn_key(text) IS
    'The key of an ARN: the first 16 bytes of its SHA-256. Rows are found, and refer to others, by keys.';
