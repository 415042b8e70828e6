/** Version 6: tenants on their way from one database to another. */
export const moveTables: readonly string[] = [
  `ALTER TABLE platform.tenants ADD COLUMN moving_to text`,
  `CREATE TABLE platform.moves (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES platform.tenants ON DELETE CASCADE,
    schema_name text NOT NULL,
    from_placement text NOT NULL,
    to_placement text NOT NULL,
    asked_by text NOT NULL,
    state text NOT NULL DEFAULT 'copying' CHECK (state IN ('copying', 'stopping', 'switched', 'done', 'undone')),
    rows bigint,
    error text,
    started_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    CHECK (from_placement <> to_placement),
    CHECK ((state IN ('done', 'undone')) = (ended_at IS NOT NULL))
  )`,
  `CREATE UNIQUE INDEX moves_open ON platform.moves (tenant_id) WHERE state IN ('copying', 'stopping', 'switched')`,
  `CREATE INDEX moves_tenant ON platform.moves (tenant_id, started_at DESC)`,
  `CREATE INDEX tenants_placement ON platform.tenants (placement)`,
];
