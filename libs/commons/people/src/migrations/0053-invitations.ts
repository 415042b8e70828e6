import type { Migration } from '@madang/kernel';

/** Invitations with what became of each, bans that end, and settings of the site that are rules, not looks. */
export const invitationsTables: Migration = {
  version: 53,
  name: 'invitations',
  statements: [
    `ALTER TABLE people ADD COLUMN banned_until date`,
    `ALTER TABLE people DROP CONSTRAINT people_state_check`,
    `ALTER TABLE people ADD CONSTRAINT people_state_check CHECK (state IN ('active', 'waiting', 'banned', 'closed'))`,
    `CREATE TABLE invitations (
      id uuid PRIMARY KEY,
      batch_id uuid NOT NULL,
      email text NOT NULL CHECK (email = lower(email)),
      display_name text,
      locale text,
      role text NOT NULL CHECK (role IN ('member', 'organiser', 'officer', 'administrator')),
      role_id uuid REFERENCES roles ON DELETE SET NULL,
      space_id uuid,
      state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'accepted', 'revoked', 'failed')),
      error text,
      link_id uuid REFERENCES mail_links ON DELETE SET NULL,
      invited_by uuid REFERENCES people ON DELETE SET NULL,
      created_at timestamptz NOT NULL,
      sent_at timestamptz,
      accepted_at timestamptz
    )`,
    // One open invitation for an address: the second of two who invite at once is told.
    `CREATE UNIQUE INDEX invitations_open ON invitations (email) WHERE state IN ('waiting', 'sent')`,
    `CREATE INDEX invitations_batch ON invitations (batch_id, state)`,
    `CREATE INDEX invitations_created ON invitations (created_at DESC, id DESC)`,
    `CREATE INDEX invitations_role ON invitations (role_id)`,
    `CREATE INDEX invitations_link ON invitations (link_id)`,
    `CREATE TABLE settings (
      name text PRIMARY KEY,
      value jsonb NOT NULL,
      revision integer NOT NULL DEFAULT 1,
      changed_at timestamptz NOT NULL,
      changed_by uuid REFERENCES people ON DELETE SET NULL
    )`,
  ],
};
