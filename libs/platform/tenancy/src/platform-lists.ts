/** Version 8 of the operator's schema: views that operators keep, and lists that leave as files. */
export const listTables: readonly string[] = [
  `CREATE TABLE platform.operator_views (
    id uuid PRIMARY KEY,
    operator_id uuid NOT NULL REFERENCES platform.operators ON DELETE CASCADE,
    screen text NOT NULL CHECK (screen <> ''),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
    search text NOT NULL DEFAULT '' CHECK (length(search) <= 2000),
    shared boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL,
    UNIQUE (operator_id, screen, name)
  )`,
  `CREATE INDEX operator_views_shared ON platform.operator_views (screen) WHERE shared`,
  `CREATE TABLE platform.operator_lists (
    id uuid PRIMARY KEY,
    operator_id uuid NOT NULL REFERENCES platform.operators ON DELETE CASCADE,
    list text NOT NULL,
    format text NOT NULL CHECK (format IN ('csv', 'xlsx')),
    columns text[] NOT NULL CHECK (cardinality(columns) > 0),
    filter jsonb NOT NULL,
    locale text NOT NULL,
    secret_hash text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
  )`,
  `CREATE INDEX operator_lists_expires ON platform.operator_lists (expires_at)`,
];
