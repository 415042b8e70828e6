import type { Migration } from '@madang/kernel';

/** Every look a site has had, so that one act brings an earlier one back; what is shown stands in site_values. */
export const lookTables: Migration = {
  version: 41,
  name: 'looks',
  statements: [
    `CREATE TABLE looks (
      id uuid PRIMARY KEY,
      version integer NOT NULL UNIQUE CHECK (version > 0),
      theme jsonb NOT NULL,
      logo jsonb,
      state text NOT NULL CHECK (state IN ('draft', 'published', 'superseded')),
      created_at timestamptz NOT NULL,
      created_by uuid REFERENCES people ON DELETE SET NULL,
      published_at timestamptz
    )`,
    `CREATE UNIQUE INDEX looks_current ON looks (state) WHERE state <> 'superseded'`,
  ],
};
