import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, newSecret, type Tenant } from '@madang/kernel';
import { pagesOf } from '@madang/portal';
import { provisionDemo, tenantFolders } from '../src/demo/demo.js';
import { DisplayPages } from '../src/http/site-files.js';
import { parts } from '../src/parts.js';
import { plant, type Item } from './kit/prey.js';
import { openHouse, tokenIn, type Answer, type House } from './kit/yard.js';

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>';

describe('attacks that once worked, and that must not again', () => {
  let house: House;
  let tenant: Tenant;
  let hidden: Item;
  let closed: Item;
  let open: Item;
  let picture: string;
  let closedPicture: string;
  let closedComment: string;
  const slug = tenantFolders().at(-1)!;
  const host = `${slug}.localhost`;
  const me = { id: newId(), session: newSecret(), token: newSecret() };

  const sql = <T extends object>(statement: string, values: unknown[] = []): Promise<T[]> =>
    house.program.provisioning.withAdmin(async (client) => {
      await client.query('BEGIN');
      await client.query(`SET LOCAL search_path = ${tenant.schema}, ext`);
      const { rows } = await client.query<T>(statement, values);
      await client.query('COMMIT');
      return rows;
    });
  const api = (query: string, variables: object = {}, token = me.token): ReturnType<House['gql']> =>
    house.gql(host, query, variables, token ? { authorization: `Bearer ${token}` } : {});
  const cookies = { madang_session: me.session };
  const post = async (path: string, form: Record<string, string>, as: Record<string, string> = {}): Promise<Answer> => {
    const page = await house.ask(host, '/spaces', { cookies: as });
    return house.ask(host, path, { cookies: as, form: { ...form, _csrf: tokenIn(page.body) } });
  };
  const codes = (answer: { errors?: { extensions: { code: string } }[] }): string[] =>
    (answer.errors ?? []).map((error) => error.extensions.code);

  beforeAll(async () => {
    house = await openHouse();
    await provisionDemo(house.program, house.server, () => undefined, [slug]);
    tenant = (await house.program.registry.get({ slug }))!;
    ({ open, closed, hidden, picture, closedPicture, closedComment } = await plant(sql, me));
  }, 120_000);
  afterAll(() => house.close());

  describe('what is hidden', () => {
    const ONE = 'query ($s: String!, $n: Int!) { proposal(space: $s, number: $n) { title content } }';

    it('is shown by no query', async () => {
      expect((await api(ONE, { s: open.space, n: open.number })).data).toMatchObject({
        proposal: { title: open.title },
      });
      expect(codes(await api(ONE, { s: hidden.space, n: hidden.number }))).toEqual(['proposal_hidden']);
      expect(
        codes(await api('query ($id: ID!) { supporters(id: $id) { nodes { name } } }', { id: hidden.id })),
      ).toEqual(['proposal_hidden']);
    });

    it('is shown by no page beside its own', async () => {
      for (const path of ['', '/supporters', '/share.png'])
        expect([path, (await house.ask(host, `/${hidden.space}/proposals/${hidden.number}${path}`)).status]).toEqual([
          path,
          404,
        ]);
    });

    it('is not followed', async () => {
      expect(codes(await api('mutation ($id: ID!) { followProposal(id: $id) { id } }', { id: hidden.id }))).toEqual([
        'proposal_hidden',
      ]);
    });
  });

  describe('what only members may see', () => {
    it('keeps its pictures and its share picture to them', async () => {
      const sees = async (id: string): Promise<boolean> =>
        (await sql<{ n: number }>('SELECT count(*)::int AS n FROM media WHERE id = $1', [id]))[0]!.n === 1;
      expect([await sees(picture), await sees(closedPicture)]).toEqual([true, true]);
      // Neither file is on the disk; a reader who may not see it is not told even that.
      const pictures = (await import('@madang/commons-media')).Pictures;
      const { inContext, newContext } = await import('@madang/kernel');
      const find = (id: string): Promise<unknown> =>
        inContext(newContext(tenant, { requestId: 'attack-spec' }), () => house.server.app.get(pictures).find(id));
      await expect(find(picture)).resolves.toMatchObject({ mime: 'image/webp' });
      await expect(find(closedPicture)).rejects.toMatchObject({ code: 'picture_missing' });
    });

    it('is not put into shared caches by a member who looks', async () => {
      await sql(
        `INSERT INTO memberships (space_id, person_id, state, requested_at) SELECT id, $1, 'member', now() FROM spaces WHERE slug = $2`,
        [me.id, closed.space],
      );
      const mine = await house.ask(host, `/${closed.space}/proposals/${closed.number}/share.png`, { cookies });
      await sql('DELETE FROM memberships WHERE person_id = $1', [me.id]);
      expect([mine.status, mine.headers['cache-control']]).toEqual([200, 'private, no-store']);
      const all = await house.ask(host, `/${open.space}/proposals/${open.number}/share.png`);
      expect([all.status, all.headers['cache-control']]).toEqual([200, 'public, max-age=3600']);
    });

    it('is not named in a mail to whoever knows its id', async () => {
      const ask = (subject: string): Promise<Answer> =>
        post('/comments/by-mail', { subject, body: '글', email: 'x@spec.example', name: '누군가', back: '/' });
      expect((await ask(closed.id)).status).toBe(404);
      const [letters] = await sql<{ n: number }>(
        `SELECT count(*)::int AS n FROM mail_links WHERE email = 'x@spec.example'`,
      );
      expect(letters!.n).toBe(0);
    });

    it('takes no relation from outside', async () => {
      expect(codes(await api('mutation ($id: ID!) { relateToComment(id: $id) }', { id: closedComment }))).toEqual([
        'comment_missing',
      ]);
    });
  });

  it('shows no supporters by API where the activity shows none', async () => {
    const LIST = 'query ($id: ID!) { supporters(id: $id) { nodes { name } } }';
    const [item] = await sql<{ id: string; activity: string }>(
      `SELECT s.id, s.activity_id AS activity FROM subjects s JOIN spaces sp ON sp.id = s.space_id
        WHERE s.kind = 'proposal' AND s.hidden_at IS NULL AND sp.visibility = 'public' AND s.support_count > 0 LIMIT 1`,
    );
    const names = async (): Promise<number> =>
      ((await api(LIST, { id: item!.id })).data as unknown as { supporters: { nodes: object[] } }).supporters.nodes
        .length;
    expect(await names()).toBeGreaterThan(0);
    await sql(`UPDATE activities SET settings = settings || '{"showSupporters": false}' WHERE id = $1`, [
      item!.activity,
    ]);
    expect(await names()).toBe(0);
    await sql(`UPDATE activities SET settings = settings - 'showSupporters' WHERE id = $1`, [item!.activity]);
  });

  it('does not tell by a page of supporters who hides the name', async () => {
    const [item] = await sql<{ id: string; number: number; space: string }>(
      `SELECT s.id, s.number, sp.slug AS space FROM subjects s JOIN spaces sp ON sp.id = s.space_id
        WHERE s.kind = 'proposal' AND s.hidden_at IS NULL AND sp.visibility = 'public' ORDER BY s.support_count DESC LIMIT 1`,
    );
    const people = Array.from({ length: 120 }, () => newId());
    await sql(
      `INSERT INTO people (id, display_name, role, assurance, created_at, source) SELECT p, 'n' || left(p::text, 18), 'member', 'none', now(), 'imported' FROM unnest($1::uuid[]) p`,
      [people],
    );
    // All in one moment: the position of a page cannot be a time alone.
    await sql(
      `INSERT INTO supports (subject_id, person_id, name_hidden, at) SELECT $1, p, true, '2030-01-01' FROM unnest($2::uuid[]) p`,
      [item!.id, people],
    );
    const path = `/${item!.space}/proposals/${item!.number}/supporters`;
    let next: string | undefined = '';
    for (let page = 0; page < 3; page++) {
      const { body } = await house.ask(host, path + next);
      for (const id of people) expect(body).not.toContain(id);
      next = /href="(?:[^"]*supporters)?(\?at=[^"]+)"/
        .exec(body)?.[1]
        ?.replaceAll('&amp;', '&')
        .replaceAll('&#x3D;', '=');
      if (next === undefined) break;
    }
    const LIST = `query ($id: ID!, $after: String) { supporters(id: $id, first: 50, after: $after) { nodes { name } edges { cursor } pageInfo { hasNextPage endCursor } } }`;
    interface Page {
      edges: { cursor: string }[];
      pageInfo: { hasNextPage: boolean; endCursor: string | null };
    }
    let after: string | null = null;
    let count = 0;
    do {
      const answer = await api(LIST, { id: item!.id, after });
      const page = (answer.data as unknown as { supporters: Page }).supporters;
      for (const { cursor } of page.edges)
        expect(people).not.toContain((JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[])[1]);
      count += page.edges.length;
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);
    const [all] = await sql<{ n: number }>('SELECT count(*)::int AS n FROM supports WHERE subject_id = $1', [item!.id]);
    expect(count).toBe(all!.n);
    await sql(`DELETE FROM supports WHERE subject_id = $1 AND person_id = ANY($2)`, [item!.id, people]);
  });

  it('changes no comment where the discussion is over', async () => {
    const comment = newId();
    await sql(
      `INSERT INTO comments (id, subject_id, root_id, depth, path, author_id, body, created_at) VALUES ($1, $2, $1, 0, $4, $3, '처음', now())`,
      [comment, open.id, me.id, `/${comment}`],
    );
    const EDIT = 'mutation ($id: ID!) { editComment(id: $id, body: "나중") { id } }';
    const state = (to: string): Promise<object[]> =>
      sql(`UPDATE activities SET state = $2 WHERE id = (SELECT activity_id FROM subjects WHERE id = $1)`, [
        open.id,
        to,
      ]);
    await state('closed');
    expect(codes(await api(EDIT, { id: comment }))).toEqual(['comments_closed']);
    expect((await post(`/comments/${comment}/edit`, { body: '나중', back: '/' }, cookies)).status).toBe(410);
    await state('open');
    expect(codes(await api(EDIT, { id: comment }))).toEqual([]);
  });

  describe('the API', () => {
    it('is one address, however it is spelled', async () => {
      for (const path of ['/%67raphql', '/graphq%6c'])
        expect((await house.ask(host, path, { json: { query: '{ __typename }' } })).status).toBe(200);
    });

    it('counts every letter an operation sends, in fragments too', async () => {
      const points = async (name: string): Promise<number> =>
        (
          await house.program.platform.rows<{ points: number }>(
            'SELECT coalesce(sum(points), 0)::int AS points FROM platform.rate_limits WHERE key LIKE $1',
            [`${name}:%`],
          )
        )[0]!.points;
      const before = await points('mail-link');
      const ask = (n: number): string => `a${n}: requestSignInLink(input: { email: "flood${n}@spec.example" })`;
      const answer = await api(
        `mutation { ...Flood ... on Mutation { ${ask(3)} } } fragment Flood on Mutation { ${ask(1)} ${ask(2)} }`,
        {},
        '',
      );
      expect(codes(answer)).toEqual([]);
      expect((await points('mail-link')) - before).toBe(3);
    });

    it('refuses fragments that multiply, as fast as anything', async () => {
      const depth = 40;
      const bomb = Array.from({ length: depth }, (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`);
      const began = Date.now();
      const answer = await api(`query { ...F0 } ${bomb.join(' ')} fragment F${depth} on Query { ...F${depth} }`);
      expect(codes(answer)).toContain('query_too_dear');
      expect(Date.now() - began).toBeLessThan(3000);
    });

    it('tells its schema once per operation, not hundreds of times', async () => {
      const many = Array.from({ length: 100 }, (_, i) => `a${i}: __schema { types { name } }`).join(' ');
      expect(codes(await api(`{ ${many} }`))).toEqual(['query_too_dear']);
      const inside = Array.from({ length: 100 }, (_, i) => `a${i}: fields { name }`).join(' ');
      expect(codes(await api(`{ __schema { types { ${inside} } } }`))).toEqual(['query_too_dear']);
      expect(codes(await api('{ __schema { types { name } } __typename }'))).toEqual([]);
    });

    it('reads no endless documents', async () => {
      const answer = await api(`{ ${'__typename '.repeat(9000)} }`);
      expect(codes(answer)).toEqual(['GRAPHQL_PARSE_FAILED']);
    });

    it('takes operations only from programs and from its own pages', async () => {
      const query = JSON.stringify({ query: 'mutation { revokeOtherSessions }' });
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
        expect([
          type,
          (await house.ask(host, '/graphql', { body: query, cookies, headers: { 'content-type': type } })).status,
        ]).toEqual([type, 400]);
      expect((await house.ask(host, `/graphql?query=${encodeURIComponent('{__typename}')}`, { cookies })).status).toBe(
        400,
      );
    });
  });

  describe('forms', () => {
    const specs = [DisplayPages, ...parts.flatMap((part) => part.pages ?? [])].flatMap((type) => pagesOf(type));

    it('do nothing without their token, every one of them', async () => {
      const posts = [...new Map(specs.map((spec) => [`${spec.verb} ${spec.path}`, spec])).values()].filter(
        (spec) => spec.verb === 'POST' && !spec.open,
      );
      expect(posts.length).toBeGreaterThan(30);
      for (const spec of posts) {
        const path = spec.path.replace(/:\w+/g, 'x');
        for (const as of [{}, cookies])
          expect([path, (await house.ask(host, path, { cookies: as, form: { a: '1' } })).status]).toEqual([path, 403]);
      }
    });

    it('are limited under names that mean one limit each', () => {
      const named = new Map<string, string>([['post', '120/60']]); // every form counts for this one
      for (const { limit, path } of specs) {
        if (!limit) continue;
        const is = `${limit.points}/${limit.seconds}`;
        expect([path, limit.name, named.get(limit.name) ?? is]).toEqual([path, limit.name, is]);
        named.set(limit.name, is);
      }
    });

    it('answer whatever address they came from and lead to', async () => {
      const page = await house.ask(host, '/spaces');
      const send = (form: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> =>
        house.ask(host, '/display', { form: { ...form, _csrf: tokenIn(page.body) }, headers });
      const korean = await send({ mode: 'dark', back: '/검색?q=é' });
      expect([korean.status, korean.headers['location']]).toEqual([303, `/${encodeURIComponent('검색')}?q=%C3%A9`]);
      const bad = await house.ask(host, '/display', { form: { mode: 'dark' }, headers: { referer: 'no address' } });
      expect([bad.status, bad.body.includes('<html')]).toEqual([403, true]);
      const away = await house.ask(host, '/display', {
        form: { mode: 'dark' },
        headers: { referer: 'http://x//evil.example' },
      });
      expect(away.body).not.toContain('href="//evil.example');
    });

    it('with files hold no more text than others', async () => {
      const part = (name: string, text: string): string =>
        `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`;
      const body = `${Array.from({ length: 12 }, (_, n) => part(`f${n}`, 'x'.repeat(90_000))).join('')}--b--\r\n`;
      const answer = await house.ask(host, `/${open.space}/proposals`, {
        body,
        headers: { 'content-type': 'multipart/form-data; boundary=b' },
      });
      expect(answer.status).toBe(413);
    });

    it('keep no file of nobody, and no drawing that is a program', async () => {
      const { Pictures } = await import('@madang/commons-media');
      const pictures = house.server.app.get(Pictures);
      const kept: string[] = [];
      const store = pictures.store.bind(pictures);
      pictures.store = async (upload) => {
        kept.push(upload.name);
        return store(upload);
      };
      const page = await house.ask(host, '/spaces');
      const field = (name: string, text: string): string =>
        `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`;
      const body = `${field('_csrf', tokenIn(page.body))}--b\r\ncontent-disposition: form-data; name="pictures"; filename="a.png"\r\ncontent-type: image/png\r\n\r\n${SVG}\r\n--b--\r\n`;
      const answer = await house.ask(host, `/${open.space}/proposals`, {
        body,
        headers: { 'content-type': 'multipart/form-data; boundary=b' },
      });
      expect([answer.status, kept]).toEqual([403, []]);
      await expect(
        store({ field: 'pictures', name: 'a.png', mime: 'image/png', data: Buffer.from(SVG) }),
      ).rejects.toMatchObject({ fields: [{ code: 'picture' }] });
    });
  });

  it('does not tell by a name whose address it is', async () => {
    const register = async (email: string): Promise<string[]> => {
      const input = { email, displayName: '침입자', terms: true, privacy: true };
      return codes(await api('mutation ($input: RegisterInput!) { register(input: $input) }', { input }, ''));
    };
    expect(await register('attacker@spec.example')).toEqual(await register('stranger@spec.example'));
  });

  it('tells figures only to the machine itself, whatever a proxy passes on', async () => {
    const program = house.program as unknown as { config: { NODE_ENV: string } };
    const before = program.config;
    program.config = { ...before, NODE_ENV: 'production' };
    try {
      expect((await house.ask(host, '/metrics')).status).toBe(200);
      expect((await house.ask(host, '/metrics', { headers: { 'x-forwarded-for': '127.0.0.1' } })).status).toBe(404);
    } finally {
      program.config = before;
    }
  });

  it('shows what people write as text, on every page that shows it', async () => {
    const evil = '<script>alert(1)</script><img src=x onerror=alert(1)>';
    const links = `[a](javascript:alert(1)) [b](data:text/html,x) <javascript:alert(1)> ![c](javascript:x) [d]: javascript:x`;
    const made = await api('mutation ($input: SubmitProposalInput!) { submitProposal(input: $input) { number } }', {
      input: {
        space: open.space,
        title: evil,
        background: `${evil}\n\n${links}`,
        content: `${evil}\n\n${links}`,
        place: evil,
      },
    });
    const { number } = (made.data as unknown as { submitProposal: { number: number } }).submitProposal;
    const at = `/${open.space}/proposals/${number}`;
    const [row] = await sql<{ id: string }>(`SELECT id FROM subjects WHERE title = $1`, [evil]);
    await api('mutation ($input: WriteCommentInput!) { writeComment(input: $input) { id } }', {
      input: { subjectId: row!.id, body: `${evil} ${links}` },
    });
    for (const path of [
      at,
      `${at}/supporters`,
      `/${open.space}/proposals`,
      '/proposals',
      `/search?q=${encodeURIComponent('alert')}`,
      `/search?q=${encodeURIComponent(evil)}`,
      `/${open.space}/proposals/new?title=${encodeURIComponent(evil)}`,
      '/',
      `/sign-in?back=${encodeURIComponent(`/"><script>alert(1)</script>`)}`,
    ]) {
      const { status, body } = await house.ask(host, path);
      expect([path, status]).toEqual([path, 200]);
      expect([path, /<script>alert|<img src=x|href="(javascript|data):|src="javascript:/i.test(body)]).toEqual([
        path,
        false,
      ]);
    }
  });
});
