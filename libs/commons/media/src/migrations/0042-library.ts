import type { Migration } from '@madang/kernel';

/** Pictures that belong to the site itself: those of no item. A name for whoever looks for one again. */
export const libraryTables: Migration = {
  version: 42,
  name: 'library',
  statements: [
    `ALTER TABLE media ADD COLUMN name text NOT NULL DEFAULT '' CHECK (length(name) <= 200)`,
    `CREATE INDEX media_library ON media (created_at, id) WHERE subject_id IS NULL`,
  ],
};
