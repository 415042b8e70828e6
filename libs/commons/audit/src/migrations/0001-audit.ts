import type { Migration } from '@madang/kernel';

/** What happened (events, read by notices, feeds and webhooks) and who did it to what and why (audit). */
export const auditTables: Migration = {
  version: 1,
  name: 'audit',
  statements: [
    `CREATE TABLE events (
      id uuid PRIMARY KEY,
      name text NOT NULL CHECK (name ~ '^[a-z_]+\\.[a-z_]+$'),
      subject_id uuid,
      actor_id uuid,
      data jsonb NOT NULL DEFAULT '{}',
      at timestamptz NOT NULL
    )`,
    `CREATE INDEX events_at ON events (at, id)`,
    `CREATE INDEX events_subject ON events (subject_id, at)`,
    `CREATE TABLE audit (
      id uuid PRIMARY KEY,
      actor_id uuid,
      on_behalf_of text,
      act text NOT NULL,
      object_kind text NOT NULL,
      object_id text,
      reason text,
      details jsonb NOT NULL DEFAULT '{}',
      request_id text,
      at timestamptz NOT NULL
    )`,
    `CREATE INDEX audit_at ON audit (at DESC, id)`,
    // Append-only by rights, not by promise.
    `REVOKE UPDATE, DELETE ON audit FROM tenant_rw`,
  ],
};
