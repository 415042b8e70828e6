import type { Migration } from '@madang/kernel';

/** Posts of a board: news, notices, reports. The board is an activity of the method `posts`. */
export const postsTables: Migration = {
  version: 21,
  name: 'posts',
  statements: [
    `CREATE TABLE posts (
      id uuid PRIMARY KEY REFERENCES subjects ON DELETE CASCADE,
      body text NOT NULL CHECK (length(body) BETWEEN 1 AND 50000)
    )`,
  ],
};
