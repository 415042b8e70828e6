import type { Migration } from '@madang/kernel';

/** Documents of the library that stand under a post, in order. */
export const postFiles: Migration = {
  version: 65,
  name: 'post-files',
  statements: [
    `CREATE TABLE post_files (
      post_id uuid NOT NULL REFERENCES posts ON DELETE CASCADE,
      media_id uuid NOT NULL REFERENCES media,
      position smallint NOT NULL CHECK (position BETWEEN 0 AND 19),
      PRIMARY KEY (post_id, media_id)
    )`,
    `CREATE INDEX post_files_media ON post_files (media_id)`,
  ],
};
