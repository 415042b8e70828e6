import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import type { Tenant } from '@madang/kernel';
import { openHouse, type Answer as Page, type House } from './kit/yard.js';
import { sqlOf, staffOf, type Staff } from './kit/staff.js';

type Answer = { data?: Record<string, never>; errors?: { extensions: { code: string } }[] };

describe('work on pages', () => {
  let house: House;
  let tenant: Tenant;
  let admin: Staff;
  let member: Staff;
  const host = 'marsh.localhost';

  beforeAll(async () => {
    house = await openHouse();
    await house.program.provisioning.create({ slug: 'marsh', name: { ko: '늪', en: 'Marsh' }, locales: ['ko', 'en'] });
    tenant = (await house.program.registry.get({ slug: 'marsh' }))!;
    admin = await staffOf(house, tenant);
    member = await staffOf(house, tenant, 'member');
  });
  afterAll(() => house.close());

  const ask = (query: string, variables: object = {}): Promise<Answer> =>
    house.gql(host, query, variables, admin.headers);
  async function act<T>(query: string, variables: object = {}): Promise<T> {
    const answer = await ask(query, variables);
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return answer.data as T;
  }
  const write = (body: string, revision?: string): Promise<Answer> =>
    ask('mutation($i: PageWorkInput!) { writePage(input: $i) { revision draft } }', {
      i: { slug: 'rules', title: [{ locale: 'ko', text: '운영원칙' }], body: [{ locale: 'ko', text: body }], revision },
    });
  const publish = (): Promise<object> => act('mutation { publishPage(slug: "rules") { version } }');
  const page = async (path = '/pages/rules'): Promise<Page> => house.ask(host, path);

  it('shows a draft to whoever has its link, until it is published', async () => {
    await write('첫째 글');
    expect((await page()).status).toBe(404);
    const { sharePageDraft: path } = await act<{ sharePageDraft: string }>(
      'mutation { sharePageDraft(slug: "rules") }',
    );
    const shared = await page(path);
    expect(shared.status).toBe(200);
    expect(shared.body).toContain('첫째 글');
    expect(shared.body).toContain('noindex');
    expect((await page(path.slice(0, -1) + (path.endsWith('A') ? 'B' : 'A'))).status).toBe(404);
    expect((await page(path.replace('rules', 'about'))).status).toBe(404);
    await sqlOf(house, tenant)(`UPDATE page_links SET expires_at = now() - interval '1 minute'`);
    expect((await page(path)).status).toBe(404);
    await publish();
    expect((await page()).body).toContain('첫째 글');
  });

  it('saves a draft only over the state that was read', async () => {
    const first = (await write('둘째 글')).data as unknown as { writePage: { revision: string } };
    expect((await write('둘째 글, 고침', first.writePage.revision)).errors).toBeUndefined();
    expect((await write('딴 글', first.writePage.revision)).errors?.[0]?.extensions.code).toBe('changed_meanwhile');
  });

  it('begins no page where another is, and writes nothing over that one', async () => {
    const begin = (slug: string): Promise<Answer> =>
      ask('mutation($i: PageWorkInput!) { writePage(input: $i) { slug } }', {
        i: { slug, title: [{ locale: 'ko', text: '딴 쪽' }], body: [{ locale: 'ko', text: '딴 글' }], begins: true },
      });
    expect((await begin('rules')).errors?.[0]?.extensions).toMatchObject({
      fields: [{ field: 'slug', code: 'taken' }],
    });
    const { pageToEdit } = await act<{ pageToEdit: { title: object[] } }>(
      '{ pageToEdit(slug: "rules") { title { text } } }',
    );
    expect(pageToEdit.title).toEqual([{ text: '운영원칙' }]);
    expect((await begin('fresh')).data).toEqual({ writePage: { slug: 'fresh' } });
    await act('mutation { discardPageDraft(slug: "fresh") }');
  });

  it('publishes at its moment, not before, and not when it was called off', async () => {
    const schedule = (at: string | null): Promise<Answer> =>
      ask('mutation($at: DateTime) { schedulePage(slug: "rules", at: $at) { versions { publishAt } } }', { at });
    expect((await schedule('2020-01-01T00:00:00Z')).errors?.[0]?.extensions.code).toBe('invalid_input');
    const later = (): string => new Date(Date.now() + 3_600_000).toISOString();
    const sql = sqlOf(house, tenant);
    const come = `UPDATE page_versions SET publish_at = now() - interval '1 minute' WHERE published_at IS NULL AND publish_at IS NOT NULL`;
    await schedule(later());
    const [queued] = await house.program.platform.rows<{ at: Date }>(
      `SELECT run_after AS at FROM platform.outbox WHERE topic = 'site.publish_page'`,
    );
    expect(queued!.at.getTime()).toBeGreaterThan(Date.now());
    // Drained before its time, the job finds that the moment has not come.
    await house.server.worker.drain();
    expect((await page()).body).toContain('첫째 글');
    await schedule(later());
    await schedule(null);
    await sql(come);
    await house.server.worker.drain();
    expect((await page()).body).toContain('첫째 글');
    await schedule(later());
    await sql(come);
    await house.server.worker.drain();
    expect((await page()).body).toContain('둘째 글, 고침');
  });

  it('tells what changed, and goes back by a new version', async () => {
    const { comparePage } = await act<{ comparePage: { stretches: { kind: string; text: string }[] }[] }>(
      '{ comparePage(slug: "rules", from: 1, to: 2, locale: "ko") { stretches { kind text } } }',
    );
    expect(comparePage.flatMap((change) => change.stretches.map((stretch) => stretch.kind))).toContain('added');
    await act('mutation { restorePage(slug: "rules", version: 1) { draft } }');
    expect((await page()).body).toContain('첫째 글');
    const { pageToEdit } = await act<{ pageToEdit: { draft: null; versions: { version: number }[] } }>(
      '{ pageToEdit(slug: "rules") { draft versions { version } } }',
    );
    expect(pageToEdit).toEqual({ draft: null, versions: [{ version: 3 }, { version: 2 }, { version: 1 }] });
    await write('셋째 글');
    expect(
      (await ask('mutation { restorePage(slug: "rules", version: 2) { draft } }')).errors?.[0]?.extensions.code,
    ).toBe('page_has_draft');
    await act('mutation { discardPageDraft(slug: "rules") }');
    expect((await ask('mutation { discardPageDraft(slug: "rules") }')).errors?.[0]?.extensions.code).toBe(
      'page_no_draft',
    );
  });

  describe('the library', () => {
    const send = async (
      data: Buffer,
      who: Staff = admin,
      headers: Record<string, string> = { 'x-madang-console': '1' },
    ): Promise<Page> => {
      const line = 'specboundary';
      const body = Buffer.concat([
        Buffer.from(
          `--${line}\r\ncontent-disposition: form-data; name="file"; filename="나무.png"\r\ncontent-type: image/png\r\n\r\n`,
        ),
        data,
        Buffer.from(`\r\n--${line}--\r\n`),
      ]);
      return house.ask(host, '/console/files', {
        body,
        cookies: who.cookies,
        headers: { 'content-type': `multipart/form-data; boundary=${line}`, ...headers },
      });
    };
    const png = (): Promise<Buffer> =>
      sharp({ create: { width: 40, height: 10, channels: 4, background: '#2a7' } })
        .png()
        .toBuffer();
    const list = async (): Promise<{ id: string; name: string; alt: string; uses: string[] }[]> =>
      (
        await act<{ pictureLibrary: { nodes: { id: string; name: string; alt: string; uses: string[] }[] } }>(
          '{ pictureLibrary(first: 10) { nodes { id name alt uses width height } } }',
        )
      ).pictureLibrary.nodes;

    it('takes pictures of administrators alone, re-encoded, by a header no other site can set', async () => {
      const kept = await send(await png());
      expect(kept.status).toBe(200);
      expect(JSON.parse(kept.body)).toMatchObject({ width: 40, height: 10 });
      expect((await send(await png(), member)).status).toBe(403);
      expect((await send(await png(), admin, {})).status).toBe(403);
      expect((await send(await png(), admin, { 'x-madang-console': '1', origin: 'https://evil.example' })).status).toBe(
        403,
      );
      expect((await send(Buffer.from('<svg onload="alert(1)"/>'))).status).toBe(422);
      expect(await list()).toMatchObject([{ name: '나무.png', uses: [] }]);
    });

    it('says where a picture is shown, and gives it up only when it is nowhere', async () => {
      const { id } = (await list())[0]!;
      await act('mutation($i: LibraryPictureInput!) { describePicture(input: $i) }', {
        i: { id, name: '나무', alt: '초록 나무' },
      });
      await write(`![나무](/media/${id})`);
      await act('mutation($b: String!) { saveHomeBlocks(blocks: $b) { changed } }', {
        b: JSON.stringify([{ type: 'html', html: { ko: `<img src="/media/${id}" alt="나무">` } }]),
      });
      expect(await list()).toMatchObject([{ name: '나무', alt: '초록 나무', uses: ['home', 'page rules'] }]);
      const remove = (): Promise<Answer> => ask('mutation($id: ID!) { removePicture(id: $id) }', { id });
      expect((await remove()).errors?.[0]?.extensions.code).toBe('file_in_use');
      await act('mutation { saveHomeBlocks(blocks: "[]") { changed } }');
      await act('mutation { discardPageDraft(slug: "rules") }');
      // One can still go back to the front page that showed it, until that is no longer among the fifty kept.
      expect(await list()).toMatchObject([{ uses: ['home_earlier'] }]);
      expect((await remove()).errors?.[0]?.extensions.code).toBe('file_in_use');
      for (let n = 0; n < 50; n += 1)
        await act('mutation($b: String!) { saveHomeBlocks(blocks: $b) { changed } }', {
          b: JSON.stringify([{ type: 'html', html: { ko: `<p>${n}</p>` } }]),
        });
      expect((await remove()).errors).toBeUndefined();
      expect(await list()).toEqual([]);
    });
  });

  describe('a preset', () => {
    it('begins a blank site, and no other', async () => {
      expect((await act<{ presets: string[] }>('{ presets }')).presets).toEqual(['blank', 'coop', 'district', 'ngo']);
      expect((await ask('mutation { applyPreset(name: "ngo") }')).errors?.[0]?.extensions.code).toBe('site_not_blank');
      expect((await ask('mutation { applyPreset(name: "../bada") }')).errors?.[0]?.extensions.code).toBe(
        'preset_missing',
      );
      await house.program.provisioning.create({ slug: 'moor', name: { ko: '황야' }, locales: ['ko', 'en'] });
      const moor = (await house.program.registry.get({ slug: 'moor' }))!;
      const { headers } = await staffOf(house, moor);
      const answer = await house.gql('moor.localhost', 'mutation { applyPreset(name: "ngo") }', {}, headers);
      expect(answer.errors).toBeUndefined();
      const home = await house.ask('moor.localhost', '/');
      expect(home.body).toContain('황야');
      expect(home.body).not.toContain('아직 꾸미는 중');
      expect(
        (await house.gql('moor.localhost', 'mutation { applyPreset(name: "ngo") }', {}, headers)).errors?.[0]
          ?.extensions.code,
      ).toBe('site_not_blank');
    });
  });
});
