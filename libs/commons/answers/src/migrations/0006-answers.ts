import type { Migration } from '@madang/kernel';

/** Who has to answer by when, the official answer, and what became of it. */
export const answersTables: Migration = {
  version: 6,
  name: 'answers',
  statements: [
    `CREATE TABLE assignments (
      id uuid PRIMARY KEY,
      subject_id uuid NOT NULL REFERENCES subjects ON DELETE CASCADE,
      department_id uuid REFERENCES departments,
      officer_id uuid REFERENCES people,
      assigned_by uuid REFERENCES people,
      assigned_at timestamptz NOT NULL,
      due_on date NOT NULL,
      ended_at timestamptz,
      CHECK (department_id IS NOT NULL OR officer_id IS NOT NULL)
    )`,
    `CREATE UNIQUE INDEX assignments_current ON assignments (subject_id) WHERE ended_at IS NULL`,
    `CREATE INDEX assignments_officer ON assignments (officer_id, due_on) WHERE ended_at IS NULL`,
    `CREATE INDEX assignments_due ON assignments (due_on) WHERE ended_at IS NULL`,
    `CREATE TABLE answers (
      id uuid PRIMARY KEY,
      subject_id uuid NOT NULL UNIQUE REFERENCES subjects ON DELETE CASCADE,
      kind text NOT NULL CHECK (kind IN ('accepted', 'partly', 'declined', 'transferred', 'already')),
      body text NOT NULL CHECK (length(body) BETWEEN 1 AND 20000),
      reason text NOT NULL DEFAULT '',
      next_step text NOT NULL DEFAULT '',
      budget bigint CHECK (budget >= 0),
      starts_on date,
      promised_on date,
      department_id uuid REFERENCES departments,
      officer_id uuid REFERENCES people,
      published_at timestamptz,
      created_at timestamptz NOT NULL,
      edited_at timestamptz,
      version integer NOT NULL DEFAULT 1
    )`,
    `CREATE TABLE progress (
      id uuid PRIMARY KEY,
      subject_id uuid NOT NULL REFERENCES subjects ON DELETE CASCADE,
      status text NOT NULL CHECK (status IN ('planned', 'under_way', 'done', 'stopped')),
      body text NOT NULL CHECK (length(body) BETWEEN 1 AND 10000),
      next_report_on date,
      author_id uuid REFERENCES people,
      at timestamptz NOT NULL
    )`,
    `CREATE INDEX progress_subject ON progress (subject_id, at)`,
  ],
};
