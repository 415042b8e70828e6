import type { Migration } from '@madang/kernel';

/** Threaded comments: `path` is the chain of ids from the root, so one index gives a thread in order. */
export const commentsTables: Migration = {
  version: 5,
  name: 'comments',
  statements: [
    `CREATE TABLE comments (
      id uuid PRIMARY KEY,
      subject_id uuid NOT NULL REFERENCES subjects ON DELETE CASCADE,
      root_id uuid NOT NULL,
      parent_id uuid REFERENCES comments ON DELETE CASCADE,
      depth smallint NOT NULL CHECK (depth BETWEEN 0 AND 8),
      path text NOT NULL,
      author_id uuid REFERENCES people,
      stance text CHECK (stance IN ('for', 'against', 'neutral', 'unsure')),
      body text NOT NULL CHECK (length(body) BETWEEN 1 AND 5000),
      state text NOT NULL DEFAULT 'visible' CHECK (state IN ('visible', 'withdrawn', 'hidden')),
      hidden_reason text,
      official boolean NOT NULL DEFAULT false,
      relate_count integer NOT NULL DEFAULT 0,
      source_key text,
      created_at timestamptz NOT NULL,
      edited_at timestamptz,
      CHECK ((parent_id IS NULL) = (depth = 0)),
      CHECK (parent_id IS NOT NULL OR root_id = id)
    )`,
    `CREATE INDEX comments_thread ON comments (root_id, path)`,
    `CREATE INDEX comments_roots ON comments (subject_id, created_at DESC, id) WHERE parent_id IS NULL`,
    `CREATE INDEX comments_parent ON comments (parent_id)`,
    `CREATE INDEX comments_author ON comments (author_id, created_at DESC)`,
    `CREATE UNIQUE INDEX comments_source ON comments (source_key) WHERE source_key IS NOT NULL`,
    `CREATE TABLE comment_reactions (
      comment_id uuid NOT NULL REFERENCES comments ON DELETE CASCADE,
      person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
      at timestamptz NOT NULL,
      PRIMARY KEY (comment_id, person_id)
    )`,
    `CREATE INDEX comment_reactions_person ON comment_reactions (person_id)`,
  ],
};
