import type { Migration } from '@madang/kernel';

/**
 * Roles of the tenant's own: named bundles of permissions, given for the whole site (no space) or for
 * one space. The standings in `people.role` and `memberships.state` are built-in bundles and stay there.
 */
export const rolesTables: Migration = {
  version: 50,
  name: 'roles',
  statements: [
    `CREATE TABLE roles (
      id uuid PRIMARY KEY,
      name jsonb NOT NULL,
      permissions text[] NOT NULL CHECK (cardinality(permissions) BETWEEN 1 AND 100),
      revision integer NOT NULL DEFAULT 1,
      created_at timestamptz NOT NULL,
      changed_at timestamptz NOT NULL
    )`,
    `CREATE TABLE role_holders (
      id uuid PRIMARY KEY,
      role_id uuid NOT NULL REFERENCES roles ON DELETE CASCADE,
      person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
      space_id uuid,
      given_by uuid REFERENCES people ON DELETE SET NULL,
      given_at timestamptz NOT NULL,
      UNIQUE NULLS NOT DISTINCT (role_id, person_id, space_id)
    )`,
    `CREATE INDEX role_holders_person ON role_holders (person_id)`,
  ],
};
