import type { Migration } from '@madang/kernel';

/**
 * What designing takes beyond what people see: revisions, so that two who edit at once lose nothing; the
 * moment a draft goes public; links that show a draft; a tenant's own words for where things stand.
 */
export const processDesignTables: Migration = {
  version: 46,
  name: 'process-design',
  statements: [
    `ALTER TABLE processes ADD COLUMN revision integer NOT NULL DEFAULT 1, ADD COLUMN publish_at timestamptz, ADD COLUMN published_at timestamptz,
       ADD CONSTRAINT processes_scheduled CHECK (publish_at IS NULL OR state = 'draft')`,
    `ALTER TABLE activities ADD COLUMN revision integer NOT NULL DEFAULT 1, ADD COLUMN state_words jsonb NOT NULL DEFAULT '{}'`,
    `ALTER TABLE spaces ADD COLUMN revision integer NOT NULL DEFAULT 1`,
    `ALTER TABLE departments ADD COLUMN revision integer NOT NULL DEFAULT 1, ADD COLUMN approver_id uuid REFERENCES people ON DELETE SET NULL`,
    `ALTER TABLE categories ADD COLUMN revision integer NOT NULL DEFAULT 1`,
    `CREATE TABLE preview_links (
      id uuid PRIMARY KEY,
      process_id uuid NOT NULL REFERENCES processes ON DELETE CASCADE,
      token_hash text NOT NULL UNIQUE,
      created_by uuid REFERENCES people ON DELETE SET NULL,
      created_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      revoked_at timestamptz,
      CHECK (expires_at > created_at)
    )`,
    `CREATE INDEX preview_links_process ON preview_links (process_id)`,
  ],
};
