import { hash } from '@node-rs/argon2';
import { db, now, stableId, tenant, VISITOR, type Actor, type SpaceRole } from '@madang/kernel';
import type { Seed, SeedPerson } from '@madang/commons-site';

/** The password of all demo people; only a demo has them, and production refuses to run one. */
export const DEMO_PASSWORD = 'madang-demo';

/** Hashes the demo password once, outside any unit of work. */
export const demoPasswordHash = (): Promise<string> => hash(DEMO_PASSWORD);

export interface DemoPeople {
  byKey: ReadonlyMap<string, Actor>;
  crowd: string[];
}

/** Adds the people of a seed that are missing: those with a name and a role, and a crowd without e-mail. */
export async function seedPeople(seed: Seed, passwordHash: string): Promise<DemoPeople> {
  const id = (key: string): string => stableId(tenant().id, `person:${key}`);
  const spaces = new Map(
    (await db().rows<{ slug: string; id: string }>('SELECT slug, id FROM spaces')).map((s) => [s.slug, s.id]),
  );
  const departments = new Map(
    (await db().rows<{ slug: string; id: string }>('SELECT slug, id FROM departments')).map((d) => [d.slug, d.id]),
  );
  for (const person of seed.people) {
    await db().run(
      `INSERT INTO people (id, email, display_name, role, assurance, password_hash, locale, bio, department_id, source, created_at, email_verified_at)
       VALUES ($1, $2, $3, $4, 'email', $5, $6, $7, $8, 'demo', $9, $9) ON CONFLICT DO NOTHING`,
      [
        id(person.key),
        person.email.toLowerCase(),
        person.name,
        person.role,
        passwordHash,
        person.locale ?? null,
        person.bio,
        person.department ? departments.get(person.department) : null,
        now(),
      ],
    );
    for (const [slug, state] of Object.entries(person.spaces))
      await db().run(
        `INSERT INTO memberships (space_id, person_id, state, requested_at, decided_at) VALUES ($1, $2, $3, $4, $4) ON CONFLICT DO NOTHING`,
        [spaces.get(slug), id(person.key), state, now()],
      );
  }
  const crowd = crowdOf(seed);
  const ids = crowd.map((name) => id(`crowd:${name}`));
  await db().run(
    `INSERT INTO people (id, display_name, role, assurance, source, created_at)
     SELECT i, n, 'member', 'email', 'demo', $3 FROM unnest($1::uuid[], $2::text[]) AS x(i, n) ON CONFLICT DO NOTHING`,
    [ids, crowd, now()],
  );
  const site = await db().row<{ id: string }>(`SELECT id FROM spaces WHERE kind = 'site' ORDER BY position LIMIT 1`);
  if (site)
    await db().run(
      `INSERT INTO memberships (space_id, person_id, state, requested_at, decided_at) SELECT $1, unnest($2::uuid[]), 'member', $3, $3 ON CONFLICT DO NOTHING`,
      [site.id, ids, now()],
    );
  await db().run(
    `UPDATE spaces sp SET member_count = (SELECT count(*)::int FROM memberships m WHERE m.space_id = sp.id AND m.state IN ('member', 'organiser'))`,
  );
  return {
    byKey: new Map(seed.people.map((person) => [person.key, actorOf(person, id(person.key), spaces, departments)])),
    crowd: ids,
  };
}

function actorOf(
  person: SeedPerson,
  personId: string,
  spaces: ReadonlyMap<string, string>,
  departments: ReadonlyMap<string, string>,
): Actor {
  const own = Object.entries(person.spaces).map(([slug, role]): [string, SpaceRole] => [
    spaces.get(slug) ?? slug,
    role,
  ]);
  return {
    ...VISITOR,
    kind: 'person',
    personId,
    displayName: person.name,
    email: person.email,
    role: person.role,
    spaces: new Map(own),
    departmentId: person.department ? (departments.get(person.department) ?? null) : null,
  };
}

/** Names of the crowd: every surname with every given name, then again with a letter. */
function crowdOf({ crowd, people }: Seed): string[] {
  const taken = new Set(people.map((person) => person.name));
  const names: string[] = [];
  for (let round = 0; names.length < crowd.count; round += 1)
    for (const given of crowd.givenNames)
      for (const surname of crowd.surnames) {
        const name = `${surname}${given}${round === 0 ? '' : String.fromCharCode(64 + round)}`;
        if (names.length < crowd.count && !taken.has(name)) names.push(name);
      }
  // Spread, so that neighbours in the list are not all of one family.
  return names
    .map((name, index) => [(index * 7919) % 10_007, name] as const)
    .sort((a, b) => a[0] - b[0])
    .map(([, name]) => name);
}
