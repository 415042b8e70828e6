import { enqueueFunction } from './enqueue-function.js';
import { consoleTables } from './platform-console.js';
import { listTables } from './platform-lists.js';
import { moveTables } from './platform-moves.js';
import { planFeatures, planRoom, planTables } from './platform-plans.js';
import { operatorTables } from './platform-operators.js';

/**
 * The operator's schema, as a forward-only list like that of tenants. Tenant code reaches it only
 * through `platform.enqueue`; everything else needs the login role `madang_platform`.
 */
export const PLATFORM_MIGRATIONS: readonly { version: number; statements: readonly string[] }[] = [
  {
    version: 1,
    statements: [
      `CREATE SEQUENCE platform.schema_numbers START 1001`,
      `CREATE TABLE platform.settings (key text PRIMARY KEY, value jsonb NOT NULL)`,
      `CREATE TABLE platform.tenants (
        id uuid PRIMARY KEY,
        schema_name text NOT NULL UNIQUE CHECK (schema_name ~ '^t_[0-9]{6,12}$'),
        slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z][a-z0-9-]{1,38}[a-z0-9]$'),
        name jsonb NOT NULL,
        locale text NOT NULL,
        locales text[] NOT NULL,
        time_zone text NOT NULL,
        state text NOT NULL CHECK (state IN ('provisioning', 'active', 'suspended', 'archived')),
        plan text NOT NULL DEFAULT 'free',
        placement text NOT NULL DEFAULT 'main',
        canary boolean NOT NULL DEFAULT false,
        schema_version integer NOT NULL,
        revision integer NOT NULL DEFAULT 1,
        attempts integer NOT NULL DEFAULT 0,
        error text,
        owner_email text,
        archived_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now()
      )`,
      `CREATE TABLE platform.hosts (
        host text PRIMARY KEY CHECK (host = lower(host)),
        tenant_id uuid NOT NULL REFERENCES platform.tenants ON DELETE CASCADE,
        is_primary boolean NOT NULL DEFAULT false,
        verified_at timestamptz
      )`,
      `CREATE UNIQUE INDEX hosts_one_primary ON platform.hosts (tenant_id) WHERE is_primary`,
      `CREATE INDEX hosts_tenant ON platform.hosts (tenant_id)`,
      `CREATE TABLE platform.spares (
        schema_name text PRIMARY KEY,
        schema_version integer NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        error text,
        created_at timestamptz NOT NULL DEFAULT now()
      )`,
      `CREATE TABLE platform.outbox (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        schema_name text NOT NULL,
        topic text NOT NULL,
        payload jsonb NOT NULL,
        run_after timestamptz,
        job_key text,
        at timestamptz NOT NULL DEFAULT now()
      )`,
      `CREATE TABLE platform.mailbox (
        id uuid PRIMARY KEY,
        tenant_id uuid REFERENCES platform.tenants ON DELETE CASCADE,
        recipient text NOT NULL,
        subject text NOT NULL,
        message text NOT NULL,
        at timestamptz NOT NULL DEFAULT now()
      )`,
      `CREATE INDEX mailbox_at ON platform.mailbox (at DESC)`,
      // The shape rate-limiter-flexible writes to.
      `CREATE UNLOGGED TABLE platform.rate_limits (key text PRIMARY KEY, points integer NOT NULL DEFAULT 0, expire bigint)`,
      `CREATE TABLE platform.audit (
        id uuid PRIMARY KEY,
        actor text NOT NULL,
        act text NOT NULL,
        tenant_id uuid,
        slug text,
        details jsonb NOT NULL DEFAULT '{}',
        at timestamptz NOT NULL DEFAULT now()
      )`,
      ...enqueueFunction('platform.tenants'),
      `GRANT USAGE ON SCHEMA platform TO tenant_rw`,
      `GRANT USAGE, CREATE ON SCHEMA platform TO madang_platform`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA platform TO madang_platform`,
      `GRANT USAGE ON ALL SEQUENCES IN SCHEMA platform TO madang_platform`,
      `ALTER DEFAULT PRIVILEGES IN SCHEMA platform GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO madang_platform`,
    ],
  },
  { version: 2, statements: operatorTables },
  { version: 3, statements: consoleTables },
  { version: 4, statements: planTables },
  { version: 5, statements: planRoom },
  { version: 6, statements: moveTables },
  { version: 7, statements: planFeatures },
  { version: 8, statements: listTables },
];
