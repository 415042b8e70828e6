import { Injectable } from '@nestjs/common';
import {
  actor,
  conflict,
  db,
  demand,
  demandFeature,
  denied,
  fromLocalised,
  holds,
  invalid,
  missing,
  newId,
  now,
  permissions,
  readInput,
  tenant,
} from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { demandKeeper, lockKeepers } from './keepers.js';
import { RoleHolderInput, RoleInput } from './roles.inputs.js';

interface Known {
  permissions: string[];
  revision: number;
}

/**
 * Roles of the tenant's own, and who holds them. Nobody can give what they do not hold themselves,
 * nor touch a role that has it, so that no chain of gifts leads higher than its giver stands.
 */
@Injectable()
export class Roles {
  /** Makes a role or changes one. @returns its id @throws conflict when somebody else changed it meanwhile */
  async save(raw: RoleInput): Promise<string> {
    demand('manage', 'Role');
    await demandFeature('own_roles');
    const input = readInput(RoleInput, raw);
    const name = fromLocalised(input.name);
    if (!name[tenant().locale]) throw invalid('invalid_input', [{ field: 'name', code: 'required' }]);
    const wanted = [...new Set(input.permissions)].sort();
    if (wanted.some((one) => !permissions().has(one)))
      throw invalid('invalid_input', [{ field: 'permissions', code: 'choice' }]);
    if (!input.id) return this.make(name, wanted, input.reason);
    await lockKeepers();
    const was = await this.known(input.id);
    if (was.revision !== input.revision) throw conflict('changed_meanwhile', { revision: was.revision });
    demandHeld(difference(wanted, was.permissions));
    await db().run(
      'UPDATE roles SET name = $2, permissions = $3, revision = revision + 1, changed_at = $4 WHERE id = $1',
      [input.id, name, wanted, now()],
    );
    await demandKeeper();
    await record('people.role_changed', 'role', input.id, input.reason, {
      added: wanted.filter((one) => !was.permissions.includes(one)),
      removed: was.permissions.filter((one) => !wanted.includes(one)),
    });
    return input.id;
  }

  private async make(name: object, wanted: string[], reason?: string): Promise<string> {
    demandHeld(wanted);
    const id = newId();
    await db().run('INSERT INTO roles (id, name, permissions, created_at, changed_at) VALUES ($1, $2, $3, $4, $4)', [
      id,
      name,
      wanted,
      now(),
    ]);
    await record('people.role_made', 'role', id, reason, { permissions: wanted });
    return id;
  }

  /** Removes a role; whoever held it loses what it allowed. */
  async remove(id: string, reason?: string): Promise<void> {
    demand('manage', 'Role');
    await lockKeepers();
    const was = await this.known(id);
    demandHeld(was.permissions);
    const holders = await db().rows<{ personId: string }>(
      'SELECT DISTINCT person_id AS "personId" FROM role_holders WHERE role_id = $1 ORDER BY 1 LIMIT 1000',
      [id],
    );
    await db().run('DELETE FROM roles WHERE id = $1', [id]);
    await demandKeeper();
    await record('people.role_removed', 'role', id, reason, {
      permissions: was.permissions,
      holders: holders.map(({ personId }) => personId),
    });
  }

  /** Gives a role, for the whole site or one space. Giving it twice is giving it once. */
  async give(raw: RoleHolderInput): Promise<void> {
    demand('manage', 'Role');
    await demandFeature('own_roles');
    const input = readInput(RoleHolderInput, raw);
    await lockKeepers();
    const role = await this.known(input.roleId);
    demandHeld(role.permissions);
    if (input.spaceId && !role.permissions.some((one) => permissions().get(one)?.spaces))
      throw invalid('role_not_for_spaces');
    const person = await db().row<{ space: boolean }>(
      `SELECT $2::uuid IS NULL OR EXISTS (SELECT 1 FROM spaces WHERE id = $2) AS space FROM people WHERE id = $1 AND state = 'active'`,
      [input.personId, input.spaceId ?? null],
    );
    if (!person) throw missing('person_missing');
    if (!person.space) throw missing();
    const done = await db().run(
      `INSERT INTO role_holders (id, role_id, person_id, space_id, given_by, given_at) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (role_id, person_id, space_id) DO NOTHING`,
      [newId(), input.roleId, input.personId, input.spaceId ?? null, actor().personId, now()],
    );
    if (done > 0) await this.note('people.role_given', input);
  }

  /** Takes a role from a person. */
  async take(raw: RoleHolderInput): Promise<void> {
    demand('manage', 'Role');
    const input = readInput(RoleHolderInput, raw);
    await lockKeepers();
    demandHeld((await this.known(input.roleId)).permissions);
    const done = await db().run(
      'DELETE FROM role_holders WHERE role_id = $1 AND person_id = $2 AND space_id IS NOT DISTINCT FROM $3::uuid',
      [input.roleId, input.personId, input.spaceId ?? null],
    );
    if (done === 0) throw missing('role_not_held');
    await demandKeeper();
    await this.note('people.role_taken', input);
  }

  private note(act: string, input: RoleHolderInput): Promise<void> {
    return record(act, 'person', input.personId, input.reason, {
      roleId: input.roleId,
      ...(input.spaceId ? { spaceId: input.spaceId } : {}),
    });
  }

  private async known(id: string): Promise<Known> {
    const row = await db().row<Known>('SELECT permissions, revision FROM roles WHERE id = $1', [id]);
    if (!row) throw missing('role_missing');
    return row;
  }
}

const difference = (one: readonly string[], other: readonly string[]): string[] => [
  ...one.filter((name) => !other.includes(name)),
  ...other.filter((name) => !one.includes(name)),
];

/** Permissions that no part declares any more belong to nobody; anybody who keeps roles may clear them away. */
function demandHeld(names: readonly string[]): void {
  const above = names.filter((name) => permissions().has(name) && !holds(actor(), name));
  if (above.length > 0) throw denied('permission_not_yours');
}
