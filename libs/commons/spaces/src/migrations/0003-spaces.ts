import type { Migration } from '@madang/kernel';

/**
 * Places and time. A process has phases (pure time) and activities (what one does there); a window
 * is the cell activity × phase and says which interactions are open; a window without a phase is
 * always open. Dates may be exact or approximate.
 */
export const spacesTables: Migration = {
  version: 3,
  name: 'spaces',
  statements: [
    `CREATE TABLE departments (
      id uuid PRIMARY KEY,
      slug text NOT NULL UNIQUE,
      name jsonb NOT NULL,
      contact text NOT NULL DEFAULT '',
      position integer NOT NULL DEFAULT 0
    )`,
    `ALTER TABLE people ADD CONSTRAINT people_department FOREIGN KEY (department_id) REFERENCES departments`,
    `CREATE TABLE spaces (
      id uuid PRIMARY KEY,
      slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z][a-z0-9-]{0,38}$'),
      kind text NOT NULL DEFAULT 'group' CHECK (kind IN ('site', 'group', 'council', 'committee', 'youth')),
      name jsonb NOT NULL,
      summary jsonb NOT NULL DEFAULT '{}',
      visibility text NOT NULL DEFAULT 'public' CHECK (visibility IN ('public', 'members')),
      joining text NOT NULL DEFAULT 'open' CHECK (joining IN ('open', 'approval', 'invitation')),
      position integer NOT NULL DEFAULT 0,
      member_count integer NOT NULL DEFAULT 0,
      created_at timestamptz NOT NULL,
      archived_at timestamptz
    )`,
    `CREATE TABLE memberships (
      space_id uuid NOT NULL REFERENCES spaces ON DELETE CASCADE,
      person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
      state text NOT NULL CHECK (state IN ('requested', 'member', 'organiser', 'left', 'refused', 'banned')),
      message text NOT NULL DEFAULT '' CHECK (length(message) <= 500),
      requested_at timestamptz NOT NULL,
      decided_at timestamptz,
      decided_by uuid REFERENCES people ON DELETE SET NULL,
      reason text,
      PRIMARY KEY (space_id, person_id)
    )`,
    `CREATE INDEX memberships_person ON memberships (person_id)`,
    `CREATE TABLE processes (
      id uuid PRIMARY KEY,
      space_id uuid NOT NULL REFERENCES spaces,
      slug text NOT NULL CHECK (slug ~ '^[a-z][a-z0-9-]{0,60}$'),
      title jsonb NOT NULL,
      purpose jsonb NOT NULL DEFAULT '{}',
      body jsonb NOT NULL DEFAULT '{}',
      decides jsonb NOT NULL DEFAULT '{}',
      state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'open', 'closed')),
      result jsonb NOT NULL DEFAULT '{}',
      position integer NOT NULL DEFAULT 0,
      created_at timestamptz NOT NULL,
      UNIQUE (space_id, slug)
    )`,
    `CREATE TABLE phases (
      id uuid PRIMARY KEY,
      process_id uuid NOT NULL REFERENCES processes ON DELETE CASCADE,
      slug text NOT NULL,
      title jsonb NOT NULL,
      starts_on date,
      ends_on date,
      precision text NOT NULL DEFAULT 'day' CHECK (precision IN ('day', 'month', 'season', 'year', 'open')),
      position integer NOT NULL,
      CHECK (ends_on IS NULL OR starts_on IS NULL OR starts_on <= ends_on),
      UNIQUE (process_id, slug)
    )`,
    `CREATE TABLE activities (
      id uuid PRIMARY KEY,
      space_id uuid NOT NULL REFERENCES spaces,
      process_id uuid REFERENCES processes ON DELETE CASCADE,
      method text NOT NULL,
      slug text NOT NULL CHECK (slug ~ '^[a-z][a-z0-9-]{0,60}$'),
      title jsonb NOT NULL,
      summary jsonb NOT NULL DEFAULT '{}',
      settings jsonb NOT NULL DEFAULT '{}',
      state text NOT NULL DEFAULT 'open' CHECK (state IN ('draft', 'open', 'closed')),
      position integer NOT NULL DEFAULT 0,
      created_at timestamptz NOT NULL,
      UNIQUE (space_id, slug)
    )`,
    `CREATE INDEX activities_process ON activities (process_id)`,
    `CREATE TABLE windows (
      id uuid PRIMARY KEY,
      activity_id uuid NOT NULL REFERENCES activities ON DELETE CASCADE,
      phase_id uuid REFERENCES phases ON DELETE CASCADE,
      interactions text[] NOT NULL,
      UNIQUE NULLS NOT DISTINCT (activity_id, phase_id)
    )`,
    `CREATE INDEX windows_phase ON windows (phase_id)`,
    `CREATE TABLE categories (
      id uuid PRIMARY KEY,
      slug text NOT NULL UNIQUE,
      name jsonb NOT NULL,
      department_id uuid REFERENCES departments ON DELETE SET NULL,
      position integer NOT NULL DEFAULT 0,
      active boolean NOT NULL DEFAULT true
    )`,
  ],
};
