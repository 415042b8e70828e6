import type { Migration } from '@madang/kernel';

/** What the home page was made of, each time it was published. */
export const homeVersionTables: Migration = {
  version: 66,
  name: 'home-versions',
  statements: [
    `CREATE TABLE home_versions (
      id uuid PRIMARY KEY,
      version integer NOT NULL UNIQUE CHECK (version > 0),
      blocks jsonb NOT NULL,
      created_at timestamptz NOT NULL,
      created_by uuid REFERENCES people ON DELETE SET NULL
    )`,
  ],
};
