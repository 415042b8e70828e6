import type { Migration } from '@madang/kernel';

/** A second factor beside link or password: the sealed seed in force, one that is being set up, and codes for a lost phone. */
export const secondFactors: Migration = {
  version: 63,
  name: 'second-factors',
  statements: [
    `CREATE TABLE second_factors (
      person_id uuid PRIMARY KEY REFERENCES people ON DELETE CASCADE,
      sealed text NOT NULL,
      used_step bigint NOT NULL,
      enrolled_at timestamptz NOT NULL
    )`,
    `CREATE TABLE factor_seeds (
      person_id uuid PRIMARY KEY REFERENCES people ON DELETE CASCADE,
      sealed text NOT NULL,
      created_at timestamptz NOT NULL
    )`,
    `CREATE TABLE recovery_codes (
      person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
      code_hash text NOT NULL,
      used_at timestamptz,
      PRIMARY KEY (person_id, code_hash)
    )`,
    `ALTER TABLE sessions ADD COLUMN factor_at timestamptz`,
    `ALTER TABLE sign_ins DROP CONSTRAINT sign_ins_how_check`,
    `ALTER TABLE sign_ins ADD CONSTRAINT sign_ins_how_check CHECK (how IN ('link', 'password', 'code'))`,
  ],
};
