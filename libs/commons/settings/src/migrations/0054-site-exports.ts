import type { Migration } from '@madang/kernel';

/** Addresses that hand everything of the site over once; the file itself is never stored. */
export const siteExportTables: Migration = {
  version: 54,
  name: 'site-exports',
  statements: [
    `CREATE TABLE site_exports (
      id uuid PRIMARY KEY,
      person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
      people boolean NOT NULL,
      secret_hash text NOT NULL UNIQUE,
      created_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      used_at timestamptz
    )`,
    `CREATE INDEX site_exports_person ON site_exports (person_id)`,
  ],
};
