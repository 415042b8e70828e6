import type { Migration } from '@madang/kernel';

/** Visits of the host's support: who, why, how long, and whether they may change anything. */
export const supportVisits: Migration = {
  version: 32,
  name: 'support_visits',
  statements: [
    `CREATE TABLE support_visits (
      id uuid PRIMARY KEY,
      operator text NOT NULL,
      reason text NOT NULL CHECK (length(reason) BETWEEN 5 AND 500),
      on_behalf_of text,
      may_write boolean NOT NULL DEFAULT false,
      link_hash text UNIQUE,
      session_hash text UNIQUE,
      opened_at timestamptz NOT NULL,
      entered_at timestamptz,
      expires_at timestamptz NOT NULL,
      ended_at timestamptz,
      ended_by uuid,
      CHECK (expires_at <= opened_at + interval '30 minutes')
    )`,
    `CREATE INDEX support_visits_opened ON support_visits (opened_at DESC, id DESC)`,
  ],
};
