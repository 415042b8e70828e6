import type { Migration } from '@madang/kernel';

/** Drafts of pages that wait for their moment, and links that show one draft to whoever holds them. */
export const pageWorkTables: Migration = {
  version: 43,
  name: 'page work',
  statements: [
    `ALTER TABLE page_versions ADD COLUMN publish_at timestamptz`,
    `CREATE TABLE page_links (
      id uuid PRIMARY KEY,
      page_id uuid NOT NULL REFERENCES pages ON DELETE CASCADE,
      token_hash text NOT NULL UNIQUE,
      created_at timestamptz NOT NULL,
      created_by uuid REFERENCES people ON DELETE SET NULL,
      expires_at timestamptz NOT NULL
    )`,
    `CREATE INDEX page_links_page ON page_links (page_id)`,
  ],
};
