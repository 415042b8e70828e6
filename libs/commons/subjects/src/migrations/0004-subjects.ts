import type { Migration } from '@madang/kernel';

/**
 * Everything people make has one row here, and everything done to it refers to that row by a real
 * foreign key. `tallies` hold the exact counts in slots, so that an item everybody touches at once
 * has no single hot row; the count columns of `subjects` follow them and serve only for sorting.
 */
export const subjectsTables: Migration = {
  version: 4,
  name: 'subjects',
  statements: [
    `CREATE TABLE numbers (
      space_id uuid NOT NULL REFERENCES spaces,
      kind text NOT NULL,
      last integer NOT NULL,
      PRIMARY KEY (space_id, kind)
    )`,
    `CREATE TABLE subjects (
      id uuid PRIMARY KEY,
      kind text NOT NULL,
      space_id uuid NOT NULL REFERENCES spaces,
      activity_id uuid NOT NULL REFERENCES activities,
      number integer NOT NULL,
      author_id uuid REFERENCES people,
      author_hidden boolean NOT NULL DEFAULT false,
      title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
      summary text NOT NULL DEFAULT '',
      category_id uuid REFERENCES categories ON DELETE SET NULL,
      locale text NOT NULL,
      state text NOT NULL,
      state_since timestamptz NOT NULL,
      pinned boolean NOT NULL DEFAULT false,
      relate_count integer NOT NULL DEFAULT 0,
      support_count integer NOT NULL DEFAULT 0,
      comment_count integer NOT NULL DEFAULT 0,
      source_key text,
      search tsvector NOT NULL DEFAULT '',
      search_text text NOT NULL DEFAULT '',
      created_at timestamptz NOT NULL,
      published_at timestamptz,
      edited_at timestamptz,
      hidden_at timestamptz,
      active_at timestamptz NOT NULL,
      UNIQUE (space_id, kind, number)
    )`,
    `CREATE INDEX subjects_new ON subjects (kind, published_at DESC, id DESC) WHERE published_at IS NOT NULL AND hidden_at IS NULL`,
    `CREATE INDEX subjects_support ON subjects (kind, support_count DESC, id DESC) WHERE published_at IS NOT NULL AND hidden_at IS NULL`,
    `CREATE INDEX subjects_comments ON subjects (kind, comment_count DESC, id DESC) WHERE published_at IS NOT NULL AND hidden_at IS NULL`,
    `CREATE INDEX subjects_activity ON subjects (activity_id, published_at DESC)`,
    `CREATE INDEX subjects_state ON subjects (kind, state, published_at DESC)`,
    `CREATE INDEX subjects_author ON subjects (author_id, published_at DESC)`,
    `CREATE INDEX subjects_category ON subjects (category_id)`,
    `CREATE INDEX subjects_search ON subjects USING gin (search)`,
    `CREATE UNIQUE INDEX subjects_source ON subjects (source_key) WHERE source_key IS NOT NULL`,
    `CREATE TABLE tallies (
      subject_id uuid NOT NULL REFERENCES subjects ON DELETE CASCADE,
      kind text NOT NULL CHECK (kind IN ('relate', 'support', 'comment')),
      slot smallint NOT NULL,
      n integer NOT NULL,
      PRIMARY KEY (subject_id, kind, slot)
    )`,
    `CREATE TABLE transitions (
      id uuid PRIMARY KEY,
      subject_id uuid NOT NULL REFERENCES subjects ON DELETE CASCADE,
      from_state text,
      to_state text NOT NULL,
      actor_id uuid REFERENCES people,
      rule text,
      reason text,
      at timestamptz NOT NULL,
      CHECK (actor_id IS NOT NULL OR rule IS NOT NULL)
    )`,
    `CREATE INDEX transitions_subject ON transitions (subject_id, at, id)`,
    `CREATE TABLE reactions (
      subject_id uuid NOT NULL REFERENCES subjects ON DELETE CASCADE,
      person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
      at timestamptz NOT NULL,
      PRIMARY KEY (subject_id, person_id)
    )`,
    `CREATE INDEX reactions_person ON reactions (person_id, at DESC)`,
    `CREATE TABLE supports (
      subject_id uuid NOT NULL REFERENCES subjects ON DELETE CASCADE,
      person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
      name_hidden boolean NOT NULL DEFAULT false,
      at timestamptz NOT NULL,
      PRIMARY KEY (subject_id, person_id)
    )`,
    `CREATE INDEX supports_person ON supports (person_id, at DESC)`,
    `CREATE INDEX supports_subject_at ON supports (subject_id, at DESC, person_id)`,
    `CREATE TABLE follows (
      subject_id uuid NOT NULL REFERENCES subjects ON DELETE CASCADE,
      person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
      muted boolean NOT NULL DEFAULT false,
      at timestamptz NOT NULL,
      PRIMARY KEY (subject_id, person_id)
    )`,
    `CREATE INDEX follows_person ON follows (person_id)`,
  ],
};
