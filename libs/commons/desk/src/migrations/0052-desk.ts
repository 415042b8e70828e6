import type { Migration } from '@madang/kernel';

/** Views of lists that people keep, files they take away, and warnings that parts of the program raise. */
export const deskTables: Migration = {
  version: 52,
  name: 'desk',
  statements: [
    `CREATE TABLE saved_views (
      id uuid PRIMARY KEY,
      person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
      screen text NOT NULL CHECK (length(screen) BETWEEN 1 AND 100),
      name text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
      search text NOT NULL CHECK (length(search) <= 2000),
      shared boolean NOT NULL DEFAULT false,
      created_at timestamptz NOT NULL,
      UNIQUE (person_id, screen, name)
    )`,
    `CREATE INDEX saved_views_screen ON saved_views (screen) WHERE shared`,
    `CREATE TABLE list_exports (
      id uuid PRIMARY KEY,
      person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
      list text NOT NULL,
      format text NOT NULL CHECK (format IN ('csv', 'xlsx')),
      columns text[] NOT NULL,
      filter jsonb NOT NULL,
      secret_hash text NOT NULL UNIQUE,
      created_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      used_at timestamptz
    )`,
    `CREATE INDEX list_exports_person ON list_exports (person_id)`,
    `CREATE TABLE warnings (
      key text PRIMARY KEY CHECK (length(key) <= 200),
      label text NOT NULL,
      count integer NOT NULL DEFAULT 1 CHECK (count > 0),
      href text NOT NULL,
      act text NOT NULL,
      kind text NOT NULL,
      urgent boolean NOT NULL DEFAULT false,
      at timestamptz NOT NULL
    )`,
  ],
};
