import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newDatabase } from '@madang/testing';
import { newId } from '@madang/kernel';
import {
  bootstrap,
  eraseTenant,
  Hosts,
  PlatformDatabase,
  Provisioning,
  Registry,
  Tenants,
  type DatabaseUrls,
} from './index.js';

const SECRET = 'a secret of tests, long enough for the rule';
let own: Awaited<ReturnType<typeof newDatabase>>;
let urls: DatabaseUrls;
let platform: PlatformDatabase;
let provisioning: Provisioning;
let tenants: Tenants;
let hosts: Hosts;
let registry: Registry;
let filesDir: string;
let time = new Date('2026-11-23T03:00:00Z');
const records: Record<string, string> = {};
const acts = async (slug: string): Promise<string[]> =>
  (await platform.rows<{ act: string }>('SELECT act FROM platform.audit WHERE slug = $1 ORDER BY id', [slug])).map(
    ({ act }) => act,
  );

beforeAll(async () => {
  own = await newDatabase();
  urls = await bootstrap({ adminUrl: own.url, secret: SECRET });
  platform = new PlatformDatabase(urls.platform);
  provisioning = new Provisioning(urls.admin, platform, {
    migrations: [{ version: 1, name: 'one', statements: ['CREATE TABLE notes (id uuid PRIMARY KEY)'] }],
  });
  tenants = new Tenants(platform, 'cli:spec', () => time);
  hosts = new Hosts(platform, {
    baseDomain: 'madang.example',
    secret: SECRET,
    actor: 'cli:spec',
    resolveTxt: (name) =>
      records[name]
        ? Promise.resolve([[records[name].slice(0, 5), records[name].slice(5)]])
        : Promise.reject(new Error('ENOTFOUND')),
  });
  registry = new Registry(platform, 'madang.example');
  await registry.listen(urls.platform);
  filesDir = mkdtempSync(join(tmpdir(), 'madang-files-'));
});
afterAll(async () => {
  await registry?.close();
  await provisioning?.close();
  await platform?.close();
  await own?.remove();
  if (filesDir) rmSync(filesDir, { recursive: true });
});

/** Ends once another process's registry has heard of a change. */
const heard = (other: Registry): Promise<void> => new Promise((done) => other.watch(() => done()));

describe('a tenant’s life', () => {
  it('is suspended, resumed, archived and brought back within 30 days, each act in the audit', async () => {
    await provisioning.create({ slug: 'river', name: { en: 'River' } });
    await tenants.suspend('river', 'unpaid');
    expect((await tenants.show('river')).state).toBe('suspended');
    await expect(tenants.suspend('river')).rejects.toMatchObject({ code: 'already_suspended' });
    await tenants.resume('river');
    await tenants.archive('river');
    expect(await tenants.expired()).toEqual([]);
    time = new Date(time.getTime() + 29 * 86_400_000);
    await tenants.resume('river');
    expect(await tenants.show('river')).toMatchObject({ state: 'active', archivedAt: null, placement: 'main' });
    expect(await acts('river')).toEqual([
      'tenant.created',
      'tenant.suspended',
      'tenant.resumed',
      'tenant.archived',
      'tenant.resumed',
    ]);
  });

  it('is not brought back after 30 days', async () => {
    await tenants.archive('river');
    time = new Date(time.getTime() + 31 * 86_400_000);
    await expect(tenants.resume('river')).rejects.toMatchObject({ code: 'archive_over' });
    expect(await tenants.expired()).toEqual(['river']);
  });

  it('is renamed, and its old address goes on answering when asked for', async () => {
    await provisioning.create({ slug: 'hill', name: { en: 'Hill' } });
    await tenants.rename('hill', 'mountain', 'hill.madang.example');
    expect((await registry.find('mountain.madang.example'))?.slug).toBe('mountain');
    expect((await registry.find('hill.madang.example'))?.slug).toBe('mountain');
    await expect(tenants.rename('mountain', 'river')).rejects.toMatchObject({ code: 'slug_taken' });
    await expect(tenants.rename('mountain', 'admin')).rejects.toMatchObject({ code: 'slug_invalid' });
    await expect(tenants.rename('nowhere', 'elsewhere')).rejects.toMatchObject({ code: 'tenant_unknown' });
  });
});

describe('hosts', () => {
  it('answer only when proven by a TXT record or vouched for', async () => {
    await provisioning.create({ slug: 'lake', name: { en: 'Lake' } });
    const proof = await hosts.add('lake', 'WWW.Lake.example');
    expect(await registry.find('www.lake.example')).toBeNull();
    await expect(hosts.verify('lake', 'www.lake.example')).rejects.toMatchObject({
      code: 'host_unproven',
      message: expect.stringContaining(proof.value),
    });
    await expect(hosts.primary('lake', 'www.lake.example')).rejects.toMatchObject({ code: 'host_unverified' });
    records[proof.record] = proof.value;
    const told = heard(registry);
    await hosts.verify('lake', 'www.lake.example');
    await told;
    expect((await registry.find('www.lake.example'))?.slug).toBe('lake');
    await hosts.primary('lake', 'www.lake.example');
    expect((await registry.get({ slug: 'lake' }))?.primaryHost).toBe('www.lake.example');
    await hosts.remove('lake', 'www.lake.example');
    expect((await registry.get({ slug: 'lake' }))?.primaryHost).toBe('lake.madang.example');
    expect(await acts('lake')).toEqual([
      'tenant.created',
      'host.added',
      'host.verified',
      'host.primary',
      'host.removed',
    ]);
  });

  it('belong to one tenant, and never to one below the base domain or to an address', async () => {
    await provisioning.create({ slug: 'pond', name: { en: 'Pond' } });
    await hosts.add('lake', 'shared.example', true);
    await expect(hosts.add('pond', 'shared.example', true)).rejects.toMatchObject({ code: 'host_taken' });
    for (const host of [
      'lake.madang.example',
      'madang.example',
      '10.0.0.1',
      'http://x.example',
      'localhost',
      'a..example',
      'x.example:80',
    ])
      await expect(hosts.add('pond', host)).rejects.toMatchObject({ code: 'host_invalid' });
    await expect(hosts.remove('pond', 'shared.example')).rejects.toMatchObject({ code: 'host_unknown' });
    expect((await hosts.add('pond', '솔밭.example')).record).toBe(
      '_madang.xn--6j5b31ic9m.example'.replace(
        'xn--6j5b31ic9m',
        new URL('http://솔밭.example').hostname.split('.')[0]!,
      ),
    );
  });
});

describe('the registry', () => {
  it('remembers tenants and nobodies apart and within bounds', async () => {
    const small = new Registry(platform, 'madang.example');
    await small.find('lake.madang.example');
    for (let n = 0; n < 1100; n += 1) await small.find(`nobody${n}.example`);
    expect(small.sizes).toEqual({ known: 1, unknown: 1024 });
  });

  it('forgets in every process what one of them changed, and hears again after its connection broke', async () => {
    const other = new Registry(platform, 'madang.example');
    await other.listen(urls.platform);
    try {
      const before = await other.find('lake.madang.example');
      const told = heard(other);
      await registry.changed(before!.id);
      await told;
      expect((await other.find('lake.madang.example'))?.revision).toBe(before!.revision + 1);
      const lost = heard(other);
      await provisioning.withAdmin((client) =>
        client.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'LISTEN madang_tenants' AND datname = current_database()`,
        ),
      );
      await lost; // a gap forgets everything at once
      await heard(other); // and once more when it listens again
      const again = heard(other);
      await tenants.suspend('lake');
      await again;
      expect((await other.find('lake.madang.example'))?.state).toBe('suspended');
    } finally {
      await other.close();
    }
  });
});

describe('erasing', () => {
  it('leaves nothing but opaque lines of the audit, and counts to prove it', async () => {
    const id = await provisioning.create({
      slug: 'gone',
      name: { en: 'Gone' },
      hosts: ['gone.example'],
      ownerEmail: 'a@b.example',
    });
    const { schema } = (await registry.get({ id }))!;
    await platform.run(`INSERT INTO platform.outbox (schema_name, topic, payload) VALUES ($1, 'x', '{}')`, [schema]);
    await platform.run(`INSERT INTO platform.rate_limits (key, points) VALUES ($1, 1)`, [`post:${id}:127.0.0.1`]);
    await platform.run(
      `INSERT INTO platform.mailbox (id, tenant_id, recipient, subject, message) VALUES ($1, $2, 'a', 'b', 'c')`,
      [newId(), id],
    );
    mkdirSync(join(filesDir, id, 'ab'), { recursive: true });
    writeFileSync(join(filesDir, id, 'ab', 'x.webp'), 'x');
    const themesDir = join(filesDir, 'themes');
    mkdirSync(join(themesDir, id), { recursive: true });
    const options = { actor: 'cli:spec', filesDir, themesDir };
    await expect(eraseTenant(provisioning, platform, 'gone', options)).rejects.toMatchObject({ code: 'tenant_active' });
    await tenants.archive('gone', 'closed down by Kim');
    const report = await eraseTenant(provisioning, platform, 'gone', options);
    expect(report).toMatchObject({ clean: true, schemas: 0, roles: 0, relations: 0, files: 0, auditLines: 3 });
    expect(Object.keys(report.rows)).toEqual(
      expect.arrayContaining(['platform.mailbox', 'platform.outbox', 'platform.rate_limits', 'platform.tenants']),
    );
    expect(existsSync(join(filesDir, id)) || existsSync(join(themesDir, id))).toBe(false);
    const left = await platform.rows('SELECT slug, details FROM platform.audit WHERE tenant_id = $1', [id]);
    expect(left).toEqual(Array.from({ length: 3 }, () => ({ slug: null, details: {} })));
  });

  it('would see what was left behind', async () => {
    const id = await provisioning.create({ slug: 'sticky', name: { en: 'Sticky' } });
    await tenants.suspend('sticky');
    await platform.run(`INSERT INTO platform.settings (key, value) VALUES ('forgotten', to_jsonb($1::text))`, [
      `of ${id}`,
    ]);
    const report = await eraseTenant(provisioning, platform, 'sticky', { actor: 'cli:spec', filesDir });
    expect(report.clean).toBe(false);
    expect(report.rows['platform.settings']).toBe(1);
  });
});
