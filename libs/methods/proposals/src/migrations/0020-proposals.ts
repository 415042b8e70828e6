import type { Migration } from '@madang/kernel';

/** What a proposal has beyond its subject. Thresholds are copied in at submission: rules do not change under people. */
export const proposalsTables: Migration = {
  version: 20,
  name: 'proposals',
  statements: [
    `CREATE TABLE proposals (
      id uuid PRIMARY KEY REFERENCES subjects ON DELETE CASCADE,
      background text NOT NULL DEFAULT '',
      content text NOT NULL CHECK (length(content) BETWEEN 1 AND 20000),
      place text NOT NULL DEFAULT '' CHECK (length(place) <= 200),
      latitude double precision CHECK (latitude BETWEEN -90 AND 90),
      longitude double precision CHECK (longitude BETWEEN -180 AND 180),
      cost bigint CHECK (cost >= 0),
      threshold integer CHECK (threshold > 0),
      answer_days integer NOT NULL CHECK (answer_days BETWEEN 1 AND 730),
      collecting_until timestamptz,
      supports_at_review integer,
      reminded_at timestamptz,
      overdue_at timestamptz,
      CHECK ((latitude IS NULL) = (longitude IS NULL))
    )`,
    `CREATE INDEX proposals_collecting ON proposals (collecting_until)`,
  ],
};
