import type { Migration } from '@madang/kernel';

/** A role given for a space goes with the space. */
export const roleSpaces: Migration = {
  version: 51,
  name: 'role-spaces',
  statements: [
    `ALTER TABLE role_holders ADD CONSTRAINT role_holders_space FOREIGN KEY (space_id) REFERENCES spaces ON DELETE CASCADE`,
    `CREATE INDEX role_holders_space ON role_holders (space_id)`,
  ],
};
