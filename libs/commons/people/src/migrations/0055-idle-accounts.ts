import type { Migration } from '@madang/kernel';

/** Accounts nobody uses: when their person was told, and the link that keeps them. */
export const idleAccounts: Migration = {
  version: 55,
  name: 'idle-accounts',
  statements: [
    `ALTER TABLE people ADD COLUMN idle_warned_at timestamptz`,
    `ALTER TABLE mail_links DROP CONSTRAINT mail_links_purpose_check`,
    `ALTER TABLE mail_links ADD CONSTRAINT mail_links_purpose_check
       CHECK (purpose IN ('sign_in', 'register', 'set_password', 'change_email', 'confirm_act', 'invite', 'stay'))`,
  ],
};
