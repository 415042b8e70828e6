import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type Tenant } from '@madang/kernel';
import { OperatorHouse } from '@madang/platform-operators';
import { cloneTenant } from '@madang/platform-tenancy';
import { sqlOf, staffOf } from '../kit/staff.js';
import { openHouse, type House } from '../kit/yard.js';

// The smallest pictures there are, told apart by what follows.
const picture = (mark: string): Buffer => Buffer.concat([Buffer.from('RIFF....WEBPVP8L'), Buffer.from(mark)]);

describe('a copy of a site without its people', () => {
  let house: House;
  let tenant: Tenant;
  let files: string;
  beforeAll(async () => {
    house = await openHouse();
    files = house.server.app.get(OperatorHouse, { strict: false }).filesDir;
    await house.program.provisioning.create({ slug: 'grove', name: { ko: '수풀' } });
    tenant = (await house.program.registry.get({ slug: 'grove' }))!;
  });
  afterAll(() => house.close());

  const keep = async (mark: string, owner: string | null): Promise<string> => {
    const data = picture(mark);
    const sha256 = createHash('sha256').update(data).digest('hex');
    const path = join(files, tenant.id, sha256.slice(0, 2), `${sha256}.webp`);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, data);
    const id = newId();
    await sqlOf(house, tenant)(
      `INSERT INTO media (id, owner_id, mime, width, height, bytes, sha256, created_at) VALUES ($1, $2, 'image/webp', 1, 1, $3, $4, now())`,
      [id, owner, data.length, sha256],
    );
    return id;
  };

  it('has its logo and the pictures that its pages show, with their files, and no other', async () => {
    const sql = sqlOf(house, tenant);
    const admin = await staffOf(house, tenant);
    const logo = await keep('logo', admin.id);
    const shown = await keep('shown', null);
    const other = await keep('nobody shows this', admin.id);
    await sql(`INSERT INTO site_values (key, value, changed_at) VALUES ('logo', $1, now())`, [
      JSON.stringify({ media: logo, width: 1, height: 1 }),
    ]);
    await sql(
      `WITH page AS (INSERT INTO pages (id, slug, position, created_at) VALUES ($1, 'about', 0, now()) RETURNING id)
       INSERT INTO page_versions (page_id, version, title, body, published_at, created_at)
       SELECT id, 1, '{"ko":"소개"}', $2, now(), now() FROM page`,
      [newId(), JSON.stringify({ ko: `![마당](/media/${shown})` })],
    );
    await cloneTenant(house.program.provisioning, house.program.platform, 'grove', 'copy', {
      actor: 'spec',
      filesDir: files,
      withoutPeople: true,
    });
    const copy = (await house.program.registry.get({ slug: 'copy' }))!;
    const rows = await sqlOf(
      house,
      copy,
    )<{ id: string; owner: string | null }>('SELECT id, owner_id AS owner FROM media ORDER BY id');
    expect(rows).toEqual([logo, shown].sort().map((id) => ({ id, owner: null })));
    expect(await sqlOf(house, copy)('SELECT 1 FROM people')).toEqual([]);
    for (const [id, mark] of [
      [logo, 'logo'],
      [shown, 'shown'],
    ] as const) {
      const answer = await house.ask('copy.localhost', `/media/${id}`);
      expect([mark, answer.status, answer.bytes]).toEqual([mark, 200, picture(mark)]);
    }
    expect((await house.ask('grove.localhost', `/media/${other}`)).status).toBe(200);
    expect((await house.ask('copy.localhost', `/media/${other}`)).status).toBe(404);
  });
});
