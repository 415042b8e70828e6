import type { Migration } from '@madang/kernel';

/** Pictures sent ahead of the item they are for: whoever sent one has a day to use it. */
export const uploadsTables: Migration = {
  version: 62,
  name: 'uploads',
  statements: [
    `CREATE TABLE uploads (
      id uuid PRIMARY KEY,
      owner_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
      width integer NOT NULL,
      height integer NOT NULL,
      bytes integer NOT NULL CHECK (bytes > 0),
      sha256 text NOT NULL,
      created_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL
    )`,
    `CREATE INDEX uploads_owner ON uploads (owner_id, expires_at)`,
    `CREATE INDEX uploads_expiry ON uploads (expires_at)`,
    `CREATE INDEX media_sha256 ON media (sha256)`,
  ],
};
