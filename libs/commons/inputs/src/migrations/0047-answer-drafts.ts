import type { Migration } from '@madang/kernel';

/** Answers on their way: written, looked at, published. Drafts are the office's own and go with the item. */
export const answerDraftTables: Migration = {
  version: 47,
  name: 'answer-drafts',
  statements: [
    `CREATE TABLE answer_drafts (
      id uuid PRIMARY KEY,
      subject_id uuid NOT NULL UNIQUE REFERENCES subjects ON DELETE CASCADE,
      kind text CHECK (kind IN ('accepted', 'partly', 'declined', 'transferred', 'already')),
      body text NOT NULL DEFAULT '' CHECK (length(body) <= 20000),
      reason text NOT NULL DEFAULT '' CHECK (length(reason) <= 4000),
      next_step text NOT NULL DEFAULT '' CHECK (length(next_step) <= 2000),
      budget bigint CHECK (budget >= 0),
      promised_on date,
      state text NOT NULL DEFAULT 'writing' CHECK (state IN ('writing', 'submitted', 'returned')),
      note text NOT NULL DEFAULT '' CHECK (length(note) <= 1000),
      author_id uuid REFERENCES people ON DELETE SET NULL,
      submitted_at timestamptz,
      decided_by uuid REFERENCES people ON DELETE SET NULL,
      revision integer NOT NULL DEFAULT 1,
      created_at timestamptz NOT NULL,
      changed_at timestamptz NOT NULL,
      CHECK (state <> 'submitted' OR submitted_at IS NOT NULL)
    )`,
    `CREATE INDEX answer_drafts_submitted ON answer_drafts (submitted_at) WHERE state = 'submitted'`,
    `CREATE TABLE answer_templates (
      id uuid PRIMARY KEY,
      name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
      kind text NOT NULL CHECK (kind IN ('accepted', 'partly', 'declined', 'transferred', 'already')),
      body text NOT NULL CHECK (length(body) BETWEEN 1 AND 20000),
      reason text NOT NULL DEFAULT '',
      next_step text NOT NULL DEFAULT '',
      department_id uuid REFERENCES departments ON DELETE CASCADE,
      revision integer NOT NULL DEFAULT 1,
      created_at timestamptz NOT NULL
    )`,
  ],
};
