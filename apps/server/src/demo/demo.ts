import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { context, db, inContext, inUnit, newContext, SYSTEM, VISITOR, type Actor, type Tenant } from '@madang/kernel';
import {
  dayOf,
  momentOf,
  readDayZero,
  readSeed,
  readTenantFolder,
  TenantFiles,
  type Seed,
  type SeedLoader,
  type SeedWorld,
  type TenantFolder,
} from '@madang/commons-site';
import { CountFollower } from '@madang/commons-subjects';
import { methods } from '../methods.js';
import type { Program } from '../program.js';
import { TENANTS_DIR, type Server } from '../server.js';

export { TENANTS_DIR };
import { DEMO_PASSWORD, demoPasswordHash, seedPeople, type DemoPeople } from './people.js';

/** Folders of tenants that describe a whole organisation. */
export const tenantFolders = (): string[] =>
  existsSync(TENANTS_DIR)
    ? readdirSync(TENANTS_DIR)
        .filter((name) => existsSync(join(TENANTS_DIR, name, 'tenant.json')))
        .sort()
    : [];

/** Provisions the tenants in `tenants/` that are missing and fills in their demo content; `names` to make some only. */
export async function provisionDemo(
  program: Program,
  server: Server,
  say: (text: string) => void,
  names = tenantFolders(),
): Promise<void> {
  for (const name of names) {
    const dir = join(TENANTS_DIR, name);
    if (await program.registry.get({ slug: name })) continue;
    const started = Date.now();
    const folder = await readTenantFolder(dir);
    await provisionFolder(program, server, folder, 'district');
    const provisioned = Date.now();
    const seed = await readSeed(dir);
    await fill(program, server, folder.tenant.slug, seed).catch(async (error: unknown) => {
      // Half a demo would be taken for a whole one at the next start.
      await forget(program, folder.tenant.slug);
      throw error;
    });
    say(
      `[madang] ${folder.tenant.slug}: ready in ${provisioned - started} ms, filled in ${Date.now() - provisioned} ms`,
    );
  }
}

async function forget(program: Program, slug: string): Promise<void> {
  const tenant = await program.registry.get({ slug });
  if (!tenant) return;
  await program.platform.run('DELETE FROM platform.tenants WHERE id = $1', [tenant.id]);
  await program.provisioning.drop(tenant.schema);
}

/** Creates the tenant of a folder, where it is missing, and brings it to what the folder says. */
export async function provisionFolder(
  program: Program,
  server: Server,
  folder: TenantFolder,
  plan?: string,
): Promise<{ tenant: Tenant; changes: string[] }> {
  const { slug, name, locale, locales, timeZone, hosts } = folder.tenant;
  let tenant = await program.registry.get({ slug });
  if (!tenant) {
    await program.provisioning.create({ slug, name, locale, locales, timeZone, hosts, plan });
    tenant = (await program.registry.get({ slug }))!;
  }
  const applied = await inTenant(program, tenant, () => server.app.get(TenantFiles).apply(folder));
  await program.registry.changed(tenant.id);
  return { tenant, changes: applied.changes };
}

/** Loads demo content through the services; a second time adds nothing. */
async function fill(program: Program, server: Server, slug: string, seed: Seed): Promise<void> {
  const tenant = (await program.registry.get({ slug }))!;
  const passwordHash = await demoPasswordHash();
  await inTenant(program, tenant, async () => {
    const people = await seedPeople(seed, passwordHash);
    const world = await worldOf(people);
    for (const { seeds } of methods) if (seeds) await server.app.get<SeedLoader>(seeds).load(seed, world);
  });
  // Else the first who looks would see counts that change two seconds later.
  await server.app.get(CountFollower).flush();
  await program.registry.changed(tenant.id);
}

async function worldOf(people: DemoPeople): Promise<SeedWorld> {
  const zero = (await readDayZero()) ?? context().now().toISOString().slice(0, 10);
  const { timeZone } = context().tenant;
  const idOf = async (sql: string, slug: string): Promise<string | null> =>
    (await db().row<{ id: string }>(sql, [slug]))?.id ?? null;
  return {
    person: (key): Actor => people.byKey.get(key) ?? VISITOR,
    crowd: people.crowd,
    departmentId: async (slug) => {
      const id = await idOf('SELECT id FROM departments WHERE slug = $1', slug);
      if (!id) throw new Error(`the seed names a department that is not there: ${slug}`);
      return id;
    },
    categoryId: (slug) => idOf('SELECT id FROM categories WHERE slug = $1', slug),
    at: (offset) => momentOf(offset, zero, timeZone),
    day: (offset) => dayOf(offset, zero),
  };
}

function inTenant<T>(program: Program, tenant: Tenant, work: () => Promise<T>): Promise<T> {
  const quiet = { ...newContext(tenant, { actor: SYSTEM, requestId: 'demo' }), quiet: true };
  return inContext(quiet, () => inUnit(program.database, false, work));
}

/** How to sign in as each role of the demo tenants, as lines for the terminal. */
export async function demoPeople(program: Program): Promise<string[]> {
  const lines = ['', `  sign in with the password ${DEMO_PASSWORD}; staff find the console of their site at /console`];
  for (const name of tenantFolders()) {
    const { people } = await readSeed(join(TENANTS_DIR, name));
    if (!(await program.registry.get({ slug: name }))) continue;
    const one = (role: string): string => people.find((person) => person.role === role)?.email ?? '-';
    lines.push(
      `  ${name.padEnd(10)} ${['administrator', 'officer', 'organiser', 'member'].map((role) => `${role} ${one(role)}`).join(' · ')}`,
    );
  }
  return [...lines, ''];
}
