import type { Migration } from '@madang/kernel';

/** People, how they are recognised, and what they agreed to. */
export const peopleTables: Migration = {
  version: 2,
  name: 'people',
  statements: [
    `CREATE TABLE people (
      id uuid PRIMARY KEY,
      email text CHECK (email = lower(email)),
      display_name text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 60),
      role text NOT NULL DEFAULT 'member' CHECK (role IN ('member', 'organiser', 'officer', 'administrator')),
      state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'banned', 'closed')),
      state_reason text CHECK (length(state_reason) <= 1000),
      assurance text NOT NULL DEFAULT 'none' CHECK (assurance IN ('none', 'email', 'verified')),
      password_hash text,
      locale text,
      bio text NOT NULL DEFAULT '' CHECK (length(bio) <= 1000),
      department_id uuid,
      birth_year smallint CHECK (birth_year BETWEEN 1890 AND 2100),
      sex text CHECK (sex IN ('f', 'm', 'x')),
      source text NOT NULL DEFAULT 'registered' CHECK (source IN ('registered', 'invited', 'imported', 'confirmed', 'demo')),
      created_at timestamptz NOT NULL,
      email_verified_at timestamptz,
      closed_at timestamptz,
      CHECK (state <> 'closed' OR (email IS NULL AND password_hash IS NULL AND closed_at IS NOT NULL))
    )`,
    `CREATE UNIQUE INDEX people_email ON people (email) WHERE email IS NOT NULL`,
    `CREATE UNIQUE INDEX people_display_name ON people (lower(display_name)) WHERE state <> 'closed' AND source <> 'imported'`,
    `CREATE TABLE sessions (
      id uuid PRIMARY KEY,
      person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
      token_hash text NOT NULL UNIQUE,
      user_agent text NOT NULL DEFAULT '',
      address text NOT NULL DEFAULT '',
      created_at timestamptz NOT NULL,
      last_seen_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      revoked_at timestamptz
    )`,
    `CREATE INDEX sessions_person ON sessions (person_id, last_seen_at DESC)`,
    `CREATE TABLE mail_links (
      id uuid PRIMARY KEY,
      token_hash text NOT NULL UNIQUE,
      email text NOT NULL,
      purpose text NOT NULL CHECK (purpose IN ('sign_in', 'register', 'set_password', 'change_email', 'confirm_act', 'invite')),
      person_id uuid REFERENCES people ON DELETE CASCADE,
      data jsonb NOT NULL DEFAULT '{}',
      created_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      used_at timestamptz
    )`,
    `CREATE INDEX mail_links_email ON mail_links (email, created_at)`,
    `CREATE INDEX mail_links_person ON mail_links (person_id)`,
    // Every attempt to sign in, known address or not, so that counting them tells nobody which addresses exist.
    `CREATE TABLE sign_ins (
      id uuid PRIMARY KEY,
      person_id uuid REFERENCES people ON DELETE CASCADE,
      email_hash text NOT NULL,
      how text NOT NULL CHECK (how IN ('link', 'password')),
      succeeded boolean NOT NULL,
      address text NOT NULL DEFAULT '',
      user_agent text NOT NULL DEFAULT '',
      at timestamptz NOT NULL
    )`,
    `CREATE INDEX sign_ins_person ON sign_ins (person_id, at DESC)`,
    `CREATE INDEX sign_ins_email ON sign_ins (email_hash, at)`,
    `CREATE INDEX sign_ins_at ON sign_ins (at)`,
    `CREATE TABLE consents (
      id uuid PRIMARY KEY,
      person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
      document text NOT NULL,
      version integer NOT NULL,
      given_at timestamptz NOT NULL,
      withdrawn_at timestamptz
    )`,
    `CREATE INDEX consents_person ON consents (person_id, document)`,
    `CREATE TABLE api_tokens (
      id uuid PRIMARY KEY,
      person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
      name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
      token_hash text NOT NULL UNIQUE,
      scopes text[] NOT NULL CHECK (scopes <@ ARRAY['read', 'write', 'manage']),
      created_at timestamptz NOT NULL,
      last_used_at timestamptz,
      expires_at timestamptz,
      revoked_at timestamptz
    )`,
    `CREATE INDEX api_tokens_person ON api_tokens (person_id)`,
  ],
};
