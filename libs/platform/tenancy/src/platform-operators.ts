/**
 * Version 2 of the operator's schema: the people who run the installation, what they did, and the long
 * jobs they start. Nothing here has a foreign key from what must outlive a tenant to the tenant.
 */
export const operatorTables: readonly string[] = [
  `CREATE TABLE platform.operators (
    id uuid PRIMARY KEY,
    email text NOT NULL UNIQUE CHECK (email = lower(email) AND email LIKE '%_@_%'),
    name text NOT NULL CHECK (name <> ''),
    role text NOT NULL CHECK (role IN ('owner', 'operator', 'support', 'reader')),
    state text NOT NULL DEFAULT 'invited' CHECK (state IN ('invited', 'active', 'closed')),
    password_hash text,
    totp_secret text,
    totp_pending text,
    totp_step bigint NOT NULL DEFAULT 0,
    revision integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz,
    CHECK (state <> 'active' OR password_hash IS NOT NULL)
  )`,
  `CREATE TABLE platform.operator_sessions (
    id uuid PRIMARY KEY,
    operator_id uuid NOT NULL REFERENCES platform.operators ON DELETE CASCADE,
    token_hash text NOT NULL UNIQUE,
    second_factor_at timestamptz,
    address text NOT NULL,
    user_agent text NOT NULL,
    created_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz
  )`,
  `CREATE INDEX operator_sessions_operator ON platform.operator_sessions (operator_id)`,
  `CREATE TABLE platform.operator_codes (
    operator_id uuid NOT NULL REFERENCES platform.operators ON DELETE CASCADE,
    code_hash text NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (operator_id, code_hash)
  )`,
  `CREATE TABLE platform.operator_links (
    token_hash text PRIMARY KEY,
    operator_id uuid NOT NULL REFERENCES platform.operators ON DELETE CASCADE,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
  )`,
  `CREATE TABLE platform.operator_attempts (
    id uuid PRIMARY KEY,
    email_hash text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('password', 'code')),
    at timestamptz NOT NULL
  )`,
  `CREATE INDEX operator_attempts_email ON platform.operator_attempts (email_hash, at)`,
  `ALTER TABLE platform.audit ADD COLUMN address text, ADD COLUMN request_id text`,
  `CREATE INDEX audit_at ON platform.audit (at DESC, id DESC)`,
  `CREATE INDEX audit_tenant ON platform.audit (tenant_id, at DESC)`,
  // Append-only by rights, not by promise. Only the names of a tenant that is gone may be forgotten.
  `REVOKE UPDATE, DELETE, TRUNCATE ON platform.audit FROM madang_platform`,
  `CREATE FUNCTION platform.forget_in_audit(gone uuid)
   RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = platform, pg_temp AS $$
   BEGIN
     IF EXISTS (SELECT 1 FROM platform.tenants WHERE id = gone) THEN
       RAISE EXCEPTION 'this tenant is not gone' USING ERRCODE = '42501';
     END IF;
     UPDATE platform.audit SET slug = NULL, details = '{}' WHERE tenant_id = gone;
   END $$`,
  `REVOKE ALL ON FUNCTION platform.forget_in_audit(uuid) FROM PUBLIC`,
  `GRANT EXECUTE ON FUNCTION platform.forget_in_audit(uuid) TO madang_platform`,
  `CREATE TABLE platform.operations (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind ~ '^[a-z_]+$'),
    tenant_id uuid,
    slug text,
    asked_by text NOT NULL,
    input jsonb NOT NULL DEFAULT '{}',
    result jsonb NOT NULL DEFAULT '{}',
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    error text,
    created_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    beat_at timestamptz,
    ended_at timestamptz
  )`,
  `CREATE INDEX operations_open ON platform.operations (created_at) WHERE state IN ('waiting', 'running')`,
  `CREATE INDEX operations_at ON platform.operations (created_at DESC, id DESC)`,
  `CREATE INDEX operations_tenant ON platform.operations (tenant_id)`,
  `CREATE TABLE platform.operation_steps (
    operation_id uuid NOT NULL REFERENCES platform.operations ON DELETE CASCADE,
    position integer NOT NULL,
    name text NOT NULL,
    state text NOT NULL CHECK (state IN ('running', 'done', 'failed')),
    detail text,
    started_at timestamptz NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (operation_id, position)
  )`,
  `CREATE TABLE platform.tenant_figures (
    tenant_id uuid PRIMARY KEY REFERENCES platform.tenants ON DELETE CASCADE,
    people integer NOT NULL DEFAULT 0,
    subjects integer NOT NULL DEFAULT 0,
    activities integer NOT NULL DEFAULT 0,
    mails_month integer NOT NULL DEFAULT 0,
    mails_failed integer NOT NULL DEFAULT 0,
    database_bytes bigint NOT NULL DEFAULT 0,
    file_bytes bigint NOT NULL DEFAULT 0,
    active_at timestamptz,
    exported_at timestamptz,
    measured_at timestamptz
  )`,
];
