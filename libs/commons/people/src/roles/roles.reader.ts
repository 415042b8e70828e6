import { Injectable } from '@nestjs/common';
import {
  actor,
  context,
  db,
  demand,
  missing,
  orders,
  permissions,
  type Permission,
  type Placed,
  type Slice,
} from '@madang/kernel';

/** A role with how many hold it. */
export interface RoleRow {
  id: string;
  name: Record<string, string>;
  permissions: string[];
  revision: number;
  holders: number;
  changedAt: Date;
}

/** One person with one role. */
export interface HolderRow {
  id: string;
  roleId: string;
  personId: string;
  personName: string;
  spaceId: string | null;
  spaceName: string | null;
  givenBy: string | null;
  givenAt: Date;
}

/** A permission somebody has, and through what. */
export interface RightRow {
  permission: string;
  /** `standing` (in the site or a space) or `role`. */
  via: 'standing' | 'role';
  /** Name of the standing, or id of the role. */
  source: string;
  roleName: Record<string, string> | null;
  spaceId: string | null;
  spaceName: string | null;
}

interface Places {
  role: string;
  organises: { id: string; name: Record<string, string> }[] | null;
  roles:
    | {
        id: string;
        name: Record<string, string>;
        permissions: string[];
        space: { id: string; name: Record<string, string> } | null;
      }[]
    | null;
}

const HOLDER_ORDERS = orders(
  { personName: ['lower(p.display_name)', 'text'], givenAt: ['h.given_at', 'timestamptz'] },
  ['h.id'],
  '-givenAt',
);

/** Who may do what, and why. */
@Injectable()
export class RolesReader {
  /** Roles of the tenant's own; there are few. */
  async list(): Promise<RoleRow[]> {
    demand('read', 'Role');
    return db().rows<RoleRow>(
      `SELECT r.id, r.name, r.permissions, r.revision, r.changed_at AS "changedAt",
              (SELECT count(DISTINCT h.person_id)::int FROM role_holders h WHERE h.role_id = r.id) AS holders
         FROM roles r ORDER BY r.created_at, r.id LIMIT 200`,
    );
  }

  /** How many people have each standing: administrators, officers, and organisers of spaces. */
  async standings(): Promise<{ standing: string; people: number }[]> {
    demand('read', 'Role');
    return db().rows(
      `SELECT role AS standing, count(*)::int AS people FROM people WHERE state = 'active' AND role IN ('officer', 'administrator') GROUP BY role
       UNION ALL SELECT 'space_organiser', count(DISTINCT m.person_id)::int FROM memberships m WHERE m.state = 'organiser'`,
    );
  }

  /** Who holds a role, or all the roles of one person. */
  async holders(options: {
    roleId?: string;
    personId?: string;
    first: number;
    after?: string | null;
    sort?: string;
  }): Promise<Slice<HolderRow>> {
    demand('read', 'Role');
    const order = HOLDER_ORDERS(options.sort, options.after);
    const rows = await db().rows<HolderRow & Placed>(
      `SELECT ${order.column}, h.id, h.role_id AS "roleId", p.id AS "personId", p.display_name AS "personName", h.space_id AS "spaceId",
              coalesce(sp.name ->> $4, sp.name ->> 'ko', sp.slug) AS "spaceName", g.display_name AS "givenBy", h.given_at AS "givenAt"
         FROM role_holders h JOIN people p ON p.id = h.person_id LEFT JOIN spaces sp ON sp.id = h.space_id LEFT JOIN people g ON g.id = h.given_by
        WHERE ($1::uuid IS NULL OR h.role_id = $1) AND ($2::uuid IS NULL OR h.person_id = $2)
          AND ${order.past(5)}
        ORDER BY ${order.by} LIMIT $3`,
      [options.roleId ?? null, options.personId ?? null, options.first + 1, context().locale, ...order.values],
    );
    return order.slice(rows, options.first);
  }

  /** Everything a person may do beyond taking part, and why: by standing or by role, where. */
  async rights(personId: string): Promise<RightRow[]> {
    demand('read', personId === actor().personId ? 'Person' : 'Role');
    const row = await db().row<Places>(
      `SELECT p.role,
              (SELECT json_agg(json_build_object('id', sp.id, 'name', sp.name) ORDER BY sp.position, sp.slug)
                 FROM memberships m JOIN spaces sp ON sp.id = m.space_id WHERE m.person_id = p.id AND m.state = 'organiser') AS organises,
              (SELECT json_agg(json_build_object('id', r.id, 'name', r.name, 'permissions', r.permissions,
                       'space', CASE WHEN sp.id IS NOT NULL THEN json_build_object('id', sp.id, 'name', sp.name) END) ORDER BY h.given_at)
                 FROM role_holders h JOIN roles r ON r.id = h.role_id LEFT JOIN spaces sp ON sp.id = h.space_id WHERE h.person_id = p.id) AS roles
         FROM people p WHERE p.id = $1 AND p.state = 'active'`,
      [personId],
    );
    if (!row) throw missing('person_missing');
    return [...permissions()].flatMap(([name, permission]) => rightsTo(name, permission, row));
  }
}

function rightsTo(name: string, { standings = [] }: Permission, { role, organises, roles }: Places): RightRow[] {
  const found: RightRow[] = [];
  const { locale } = context();
  const by = (via: RightRow['via'], source: string, parts: Partial<RightRow> = {}): void =>
    void found.push({ permission: name, via, source, roleName: null, spaceId: null, spaceName: null, ...parts });
  const at = (space: { id: string; name: Record<string, string> }): Partial<RightRow> => ({
    spaceId: space.id,
    spaceName: space.name[locale] ?? space.name['ko'] ?? null,
  });
  if (role === 'administrator') by('standing', 'administrator');
  else if (role === 'officer' && standings.includes('officer')) by('standing', 'officer');
  if (standings.includes('space_organiser'))
    for (const space of organises ?? []) by('standing', 'space_organiser', at(space));
  for (const one of roles ?? [])
    if (one.permissions.includes(name)) by('role', one.id, { roleName: one.name, ...(one.space ? at(one.space) : {}) });
  return found;
}
