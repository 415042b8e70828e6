import type { Migration } from '@madang/kernel';

/** Files of long lists: written by a job, kept for a day for the one who asked, in pieces that leave as a stream. */
export const listFiles: Migration = {
  version: 59,
  name: 'list_files',
  statements: [
    `CREATE TABLE list_files (
      id uuid PRIMARY KEY,
      person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
      list text NOT NULL,
      format text NOT NULL CHECK (format IN ('csv', 'xlsx')),
      columns text[] NOT NULL,
      filter jsonb NOT NULL,
      locale text NOT NULL,
      state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'writing', 'done', 'failed')),
      lines integer NOT NULL DEFAULT 0 CHECK (lines >= 0),
      bytes bigint NOT NULL DEFAULT 0 CHECK (bytes >= 0),
      error text,
      attempts smallint NOT NULL DEFAULT 0,
      created_at timestamptz NOT NULL,
      lease_at timestamptz,
      expires_at timestamptz NOT NULL
    )`,
    `CREATE INDEX list_files_person ON list_files (person_id, created_at DESC, id DESC)`,
    `CREATE INDEX list_files_expires ON list_files (expires_at)`,
    `CREATE TABLE list_file_parts (
      file_id uuid NOT NULL REFERENCES list_files ON DELETE CASCADE,
      part integer NOT NULL CHECK (part >= 0),
      data bytea NOT NULL,
      PRIMARY KEY (file_id, part)
    )`,
  ],
};
