import { enqueueFunction } from './enqueue-function.js';

/**
 * The little schema `platform` of a database that is not `main`: which tenants are there, and the outbox their
 * transactions write to. Who they are, their hosts, bills and operators stay in `main`.
 */
export const PLACEMENT_MIGRATIONS: readonly { version: number; statements: readonly string[] }[] = [
  {
    version: 1,
    statements: [
      `CREATE TABLE platform.settings (key text PRIMARY KEY, value jsonb NOT NULL)`,
      // Written in the transaction that changes the schema: what the registry says may be older, never newer.
      `CREATE TABLE platform.residents (
        schema_name text PRIMARY KEY CHECK (schema_name ~ '^t_[0-9]{6,12}$'),
        tenant_id uuid NOT NULL UNIQUE,
        schema_version integer NOT NULL,
        since timestamptz NOT NULL DEFAULT now()
      )`,
      // Its rows go to the queue in another database: the id of the job goes with them, so that none is queued twice.
      `CREATE TABLE platform.outbox (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        job_id uuid NOT NULL DEFAULT gen_random_uuid(),
        schema_name text NOT NULL,
        topic text NOT NULL,
        payload jsonb NOT NULL,
        run_after timestamptz,
        job_key text,
        at timestamptz NOT NULL DEFAULT now()
      )`,
      ...enqueueFunction('platform.residents'),
      `GRANT USAGE ON SCHEMA platform TO tenant_rw, madang_platform`,
      `GRANT SELECT, UPDATE, DELETE ON platform.outbox TO madang_platform`,
      `GRANT SELECT ON platform.residents, platform.settings TO madang_platform`,
    ],
  },
];
