import type { Migration } from '@madang/kernel';

/** Pictures people add: re-encoded, without metadata; the files lie under the tenant's own folder. */
export const mediaTables: Migration = {
  version: 7,
  name: 'media',
  statements: [
    `CREATE TABLE media (
      id uuid PRIMARY KEY,
      owner_id uuid REFERENCES people,
      subject_id uuid REFERENCES subjects ON DELETE CASCADE,
      position smallint NOT NULL DEFAULT 0,
      alt text NOT NULL DEFAULT '' CHECK (length(alt) <= 300),
      mime text NOT NULL CHECK (mime IN ('image/webp', 'image/png', 'image/svg+xml', 'application/pdf')),
      width integer,
      height integer,
      bytes integer NOT NULL CHECK (bytes > 0),
      sha256 text NOT NULL,
      created_at timestamptz NOT NULL
    )`,
    `CREATE INDEX media_subject ON media (subject_id, position)`,
    `CREATE INDEX media_owner ON media (owner_id)`,
  ],
};
