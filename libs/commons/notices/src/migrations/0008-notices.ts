import type { Migration } from '@madang/kernel';

/** What a person is told, where, and what they do not want to be told; and what became of each mail. */
export const noticesTables: Migration = {
  version: 8,
  name: 'notices',
  statements: [
    `CREATE TABLE mails (
      id uuid PRIMARY KEY,
      person_id uuid REFERENCES people ON DELETE SET NULL,
      link_id uuid REFERENCES mail_links ON DELETE SET NULL,
      recipient text NOT NULL,
      locale text NOT NULL,
      topic text NOT NULL,
      subject text NOT NULL DEFAULT '',
      state text NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed')),
      attempts smallint NOT NULL DEFAULT 0,
      error text,
      off_hash text UNIQUE,
      created_at timestamptz NOT NULL,
      due_at timestamptz NOT NULL,
      sent_at timestamptz
    )`,
    `CREATE INDEX mails_due ON mails (due_at) WHERE state IN ('waiting', 'sending')`,
    `CREATE INDEX mails_created ON mails (created_at DESC, id)`,
    `CREATE INDEX mails_person ON mails (person_id)`,
    `CREATE INDEX mails_link ON mails (link_id)`,
    `CREATE TABLE notices (
      id uuid PRIMARY KEY,
      person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
      event_id uuid NOT NULL REFERENCES events ON DELETE CASCADE,
      topic text NOT NULL,
      subject_id uuid REFERENCES subjects ON DELETE CASCADE,
      params jsonb NOT NULL DEFAULT '{}',
      at timestamptz NOT NULL,
      on_site boolean NOT NULL DEFAULT true,
      read_at timestamptz,
      mail text NOT NULL DEFAULT 'none' CHECK (mail IN ('none', 'due', 'digest', 'sent', 'failed')),
      mail_id uuid REFERENCES mails ON DELETE SET NULL,
      UNIQUE (event_id, person_id)
    )`,
    `CREATE INDEX notices_person ON notices (person_id, at DESC, id DESC) WHERE on_site`,
    `CREATE INDEX notices_unread ON notices (person_id) WHERE read_at IS NULL AND on_site`,
    `CREATE INDEX notices_digest ON notices (person_id, at) WHERE mail = 'digest'`,
    `CREATE INDEX notices_subject ON notices (subject_id)`,
    `CREATE INDEX notices_mail ON notices (mail_id)`,
    `CREATE TABLE notice_choices (
      person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
      topic text NOT NULL,
      channel text NOT NULL CHECK (channel IN ('site', 'mail')),
      choice text NOT NULL CHECK (choice IN ('now', 'daily', 'off')),
      at timestamptz NOT NULL,
      PRIMARY KEY (person_id, topic, channel)
    )`,
  ],
};
