import type { Migration } from '@madang/kernel';

/** Mails are counted when they are first sent, per month of the site; what the plan has no room for waits where it can be seen. */
export const mailQuota: Migration = {
  version: 58,
  name: 'mail_quota',
  statements: [
    `CREATE TABLE mail_months (
      month date PRIMARY KEY CHECK (extract(day FROM month) = 1),
      mails integer NOT NULL CHECK (mails >= 0)
    )`,
    `ALTER TABLE mails
      ADD COLUMN counted_at timestamptz,
      DROP CONSTRAINT mails_state_check,
      ADD CONSTRAINT mails_state_check CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'withheld'))`,
    `CREATE INDEX mails_withheld ON mails (created_at, id) WHERE state = 'withheld'`,
    `UPDATE mails SET counted_at = created_at`,
    `INSERT INTO mail_months (month, mails)
      SELECT date_trunc('month', now())::date, count(*) FROM mails WHERE created_at >= date_trunc('month', now()) HAVING count(*) > 0`,
  ],
};
