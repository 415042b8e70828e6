import type { Migration } from '@madang/kernel';

/** How an item came when its author did not enter it; and acts on many items at once, with what became of each. */
export const inputsTables: Migration = {
  version: 48,
  name: 'inputs',
  statements: [
    `CREATE TABLE subject_entries (
      subject_id uuid PRIMARY KEY REFERENCES subjects ON DELETE CASCADE,
      source text NOT NULL CHECK (source IN ('paper', 'phone', 'counter', 'event')),
      name text CHECK (length(name) BETWEEN 1 AND 60),
      entered_by uuid REFERENCES people ON DELETE SET NULL,
      entered_at timestamptz NOT NULL
    )`,
    `CREATE TABLE bulk_acts (
      id uuid PRIMARY KEY,
      act text NOT NULL,
      choice jsonb NOT NULL DEFAULT '{}',
      subject_ids uuid[] NOT NULL,
      state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done')),
      done integer NOT NULL DEFAULT 0,
      failures jsonb NOT NULL DEFAULT '[]',
      person_id uuid REFERENCES people ON DELETE SET NULL,
      created_at timestamptz NOT NULL,
      finished_at timestamptz
    )`,
    `CREATE INDEX bulk_acts_recent ON bulk_acts (created_at DESC)`,
    `CREATE INDEX audit_object ON audit (object_id, at DESC)`,
    `CREATE INDEX subjects_active ON subjects (active_at DESC, id DESC)`,
  ],
};
