import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { inContext, newContext, newId, SYSTEM, type Tenant } from '@madang/kernel';
import { Uploads } from '@madang/commons-media';
import { multipart } from './kit/files.js';
import { sqlOf, staffOf, type Staff } from './kit/staff.js';
import { openHouse, tokenIn, type Answer, type House } from './kit/yard.js';

const HOST = 'grove.localhost';

describe('pictures on proposals', () => {
  let house: House;
  let tenant: Tenant;
  let sql: ReturnType<typeof sqlOf>;
  let author: Staff;
  let other: Staff;
  let officer: Staff;
  let proposal: { id: string; number: number };
  let activityId: string;

  const photo = (colour: string): Promise<Buffer> =>
    sharp({ create: { width: 60, height: 40, channels: 3, background: colour } })
      .jpeg()
      .withExif({ IFD3: { GPSLatitude: '37/1 33/1 0/1' } })
      .toBuffer();
  const send = async (
    who: { headers?: Record<string, string>; cookies?: Record<string, string> },
    colour = '#336699',
    host = HOST,
  ): Promise<Answer> => {
    const form = multipart({}, [{ name: 'a.jpg', type: 'image/jpeg', data: await photo(colour) }]);
    return house.ask(host, '/media', { ...who, body: form.body, headers: { ...form.headers, ...who.headers } });
  };
  const sent = async (who: Staff, colour?: string): Promise<string> =>
    (JSON.parse((await send({ headers: who.headers }, colour)).body) as { id: string }).id;
  const code = (answer: Answer): string =>
    (JSON.parse(answer.body) as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions.code;
  const act = async (
    name: string,
    input: object,
    who: Staff,
    kind: string,
  ): Promise<string | { id: string; alt: string }[]> => {
    const { data, errors } = await house.gql(
      HOST,
      `mutation ($input: ${kind}!) { ${name}(input: $input) { id alt width height bytes } }`,
      { input },
      who.headers,
    );
    const [error] = errors ?? [];
    const fields = (error?.extensions as { fields?: { code: string }[] } | undefined)?.fields;
    return error
      ? (fields?.[0]?.code ?? error.extensions.code)
      : (data![name] as unknown as { id: string; alt: string }[]);
  };
  const attach = (uploadId: string, who = author, alt = ''): ReturnType<typeof act> =>
    act('attachPicture', { proposalId: proposal.id, uploadId, alt }, who, 'AttachPictureInput');

  beforeAll(async () => {
    house = await openHouse();
    for (const slug of ['grove', 'harbour'])
      await house.program.provisioning.create({ slug, name: { ko: slug, en: slug }, locales: ['ko', 'en'] });
    tenant = (await house.program.registry.get({ slug: 'grove' }))!;
    sql = sqlOf(house, tenant);
    author = await staffOf(house, tenant, 'member');
    other = await staffOf(house, tenant, 'member');
    officer = await staffOf(house, tenant, 'officer');
    const [space, activity] = [newId(), newId()];
    activityId = activity;
    await sql(
      `INSERT INTO spaces (id, slug, kind, name, created_at) VALUES ($1, 'gu', 'group', '{"ko":"곳"}', now())`,
      [space],
    );
    await sql(
      `INSERT INTO activities (id, space_id, method, slug, title, settings, created_at) VALUES ($1, $2, 'proposals', 'proposals', '{"ko":"제안"}', '{"pictures":3}', now())`,
      [activity, space],
    );
    await sql(
      `INSERT INTO windows (id, activity_id, interactions) VALUES ($1, $2, '{submit,comment,relate,support}')`,
      [newId(), activity],
    );
    const first = await sent(author, '#111111');
    const { data } = await house.gql(
      HOST,
      'mutation ($input: SubmitProposalInput!) { submitProposal(input: $input) { id number pictures { alt } } }',
      {
        input: {
          space: 'gu',
          title: '정류장에 그늘을 만들어요',
          content: '한낮에는 서 있기가 어려워요.',
          pictures: [{ id: first, alt: '그늘 없는 정류장' }],
        },
      },
      author.headers,
    );
    const made = data!['submitProposal'] as unknown as { id: string; number: number; pictures: { alt: string }[] };
    expect(made.pictures).toEqual([{ alt: '그늘 없는 정류장' }]);
    proposal = made;
  }, 60_000);
  afterAll(() => house.close());

  it('are sent ahead with a token, encoded anew without place, and shown with their size', async () => {
    const answer = await send({ headers: author.headers }, '#222222');
    expect(answer.status).toBe(200);
    const given = JSON.parse(answer.body) as { id: string; width: number; expiresAt: string };
    expect([given.width, Date.parse(given.expiresAt) > Date.now() + 23 * 3_600_000]).toEqual([60, true]);
    expect((await house.ask(HOST, `/media/${given.id}.webp`)).status).toBe(404); // nobody's yet
    const pictures = await attach(given.id, author, '정류장');
    expect(pictures).toMatchObject([
      { alt: '그늘 없는 정류장' },
      { id: given.id, alt: '정류장', width: 60, height: 40 },
    ]);
    const file = await house.ask(HOST, `/media/${given.id}.webp`);
    const { format, exif } = await sharp(file.bytes).metadata();
    expect([file.status, format, exif]).toEqual([200, 'webp', undefined]);
    expect(await attach(given.id)).toBe('upload_gone'); // once
  });

  it('are sent by a session only with the header no other site can set', async () => {
    expect((await send({ cookies: author.cookies })).status).toBe(403);
    const headers = { 'x-madang-console': '1' };
    expect((await send({ cookies: author.cookies, headers })).status).toBe(200);
    expect(
      (await send({ cookies: author.cookies, headers: { ...headers, origin: 'https://evil.example' } })).status,
    ).toBe(403);
  });

  it('are taken from nobody unknown, from no other tenant and from no token that only reads', async () => {
    const visitor = await send({ headers: { 'x-madang-console': '1' } });
    expect([visitor.status, code(visitor)]).toEqual([403, 'sign_in_first']);
    const stranger = await send({ headers: { authorization: `Bearer ${'x'.repeat(43)}` } });
    expect([stranger.status, code(stranger)]).toEqual([401, 'token_unknown']);
    expect((await send({ headers: author.headers }, '#336699', 'harbour.localhost')).status).toBe(401);
    await sql(`UPDATE api_tokens SET scopes = '{read}' WHERE person_id = $1`, [other.id]);
    const reader = await send({ headers: other.headers });
    expect([reader.status, code(reader)]).toEqual([403, 'denied']);
    await sql(`UPDATE api_tokens SET scopes = '{read,write}' WHERE person_id = $1`, [other.id]);
  });

  it('are refused when they are no photographs or too large', async () => {
    const form = multipart({}, [{ name: 'a.jpg', type: 'image/jpeg', data: Buffer.from('<svg onload="x()"/>') }]);
    const ask = (data = form): Promise<Answer> =>
      house.ask(HOST, '/media', { body: data.body, headers: { ...data.headers, ...author.headers } });
    expect([(await ask()).status, code(await ask())]).toEqual([422, 'invalid_input']);
    const large = multipart({}, [{ name: 'a.jpg', type: 'image/jpeg', data: Buffer.alloc(10_000_001) }]);
    expect([422, 413]).toContain((await ask(large)).status);
  });

  it('are attached by who sent them, to what is theirs, as many as the activity takes', async () => {
    const mine = await sent(author, '#444444');
    expect(await attach(mine, other)).toBe('denied');
    expect(await attach(await sent(other, '#555555'))).toBe('upload_gone');
    expect(await attach(mine)).toHaveLength(3);
    expect(await attach(await sent(author, '#666666'))).toBe('too_many_pictures');
  });

  it('are ordered, described and taken off; what somebody changed meanwhile is not overwritten', async () => {
    const { data } = await house.gql(HOST, `{ proposal(space: "gu", number: ${proposal.number}) { pictures { id } } }`);
    const ids = (data!['proposal'] as unknown as { pictures: { id: string }[] }).pictures.map(({ id }) => id);
    const order = (mediaIds: string[], who = author): ReturnType<typeof act> =>
      act('orderPictures', { proposalId: proposal.id, mediaIds }, who, 'OrderPicturesInput');
    const turned = [...ids].reverse();
    expect(((await order(turned)) as { id: string }[]).map(({ id }) => id)).toEqual(turned);
    expect(await order(ids.slice(1))).toBe('changed_meanwhile');
    expect(await order([ids[0]!, ids[0]!, ids[1]!])).toBe('changed_meanwhile');
    expect(await order(ids, other)).toBe('denied');
    const described = await act(
      'describeProposalPicture',
      { proposalId: proposal.id, mediaId: ids[2], alt: '길' },
      author,
      'DescribeProposalPictureInput',
    );
    expect(described).toMatchObject([{ id: ids[2], alt: '길' }, {}, {}]);
    const off = (mediaId: string): ReturnType<typeof act> =>
      act('detachPicture', { proposalId: proposal.id, mediaId }, author, 'DetachPictureInput');
    expect(await off(ids[2]!)).toHaveLength(2);
    expect(await off(ids[2]!)).toBe('picture_missing');
  });

  it('are changed on the page as well, without JavaScript', async () => {
    const page = await house.ask(HOST, `/gu/proposals/${proposal.number}/edit`, { cookies: author.cookies });
    const ids = [...page.body.matchAll(/name="alt-([0-9a-f-]+)"/g)].map(([, id]) => id!);
    expect(ids).toHaveLength(2);
    const form = multipart(
      {
        _csrf: tokenIn(page.body),
        title: '정류장에 그늘을 만들어요',
        content: '한낮에는 서 있기가 어려워요.',
        [`alt-${ids[0]!}`]: '새 설명',
        [`position-${ids[0]!}`]: '2',
        [`position-${ids[1]!}`]: '2', // left as it was: the other comes after it
        alt: '더한 그림',
      },
      [{ field: 'picture', name: 'b.jpg', type: 'image/jpeg', data: await photo('#777777') }],
    );
    const done = await house.ask(HOST, `/gu/proposals/${proposal.number}/edit`, { cookies: author.cookies, ...form });
    expect(done.status).toBe(303);
    const rows = await sql<{ id: string; alt: string }>(
      'SELECT id, alt FROM media WHERE subject_id = $1 ORDER BY position',
      [proposal.id],
    );
    expect(rows.map(({ alt }) => alt)).toEqual([expect.any(String), '새 설명', '더한 그림']);
    expect(rows.slice(0, 2).map(({ id }) => id)).toEqual([ids[1], ids[0]]);
    const denied = await house.ask(HOST, `/gu/proposals/${proposal.number}/edit`, { cookies: other.cookies, ...form });
    expect([403, 404]).toContain(denied.status);
  });

  it('are all taken with a new proposal or none is: too many are said to be, and have to be chosen again', async () => {
    const page = await house.ask(HOST, '/gu/proposals/new', { cookies: author.cookies });
    const files = await Promise.all(
      ['#a0a0a0', '#b0b0b0', '#c0c0c0', '#d0d0d0'].map(async (colour, index) => ({
        field: 'picture',
        name: `${index}.jpg`,
        type: 'image/jpeg',
        data: await photo(colour),
      })),
    );
    const typed = { _csrf: tokenIn(page.body), title: '넉 장은 너무 많아요', content: '석 장까지라고 적혀 있었어요.' };
    const refused = await house.ask(HOST, '/gu/proposals', { cookies: author.cookies, ...multipart(typed, files) });
    expect(refused.status).toBe(422);
    expect(refused.body).toContain('사진: 그림은 3장까지 올릴 수 있어요.');
    expect(refused.body).toContain('보낸 사진은 남아 있지 않아요.');
    const fewer = multipart(typed, files.slice(1));
    const made = await house.ask(HOST, '/gu/proposals', { cookies: author.cookies, ...fewer });
    expect(made.status).toBe(303);
    const shown = await house.ask(HOST, made.headers['location'] as string, { cookies: author.cookies });
    expect(shown.body.match(/<a href="\/media\/[^"]+" aria-label="\d번째 사진">/g)).toHaveLength(3);
  });

  it('are changed while the proposal collects; a page offers only what can still be done', async () => {
    const at = `/gu/proposals/${proposal.number}`;
    const open = (path: string): Promise<Answer> => house.ask(HOST, path, { cookies: author.cookies });
    expect((await open(at)).body).toContain(`action="${at}/withdraw"`);
    const comment = `mutation ($input: WriteCommentInput!) { writeComment(input: $input) { id } }`;
    const input = { subjectId: proposal.id, body: '저도요' };
    expect((await house.gql(HOST, comment, { input }, other.headers)).errors).toBeUndefined();
    const joined = (await open(at)).body;
    expect([joined.includes('/withdraw"'), joined.includes('이미 다른 분들이 함께해서 거둘 수 없어요.')]).toEqual([
      false,
      true,
    ]);
    await sql(`UPDATE subjects SET state = 'awaiting_assignment' WHERE id = $1`, [proposal.id]);
    expect((await open(`${at}/edit`)).status).toBe(410);
    expect((await house.ask(HOST, `${at}/edit`)).body).toContain('로그인이 필요해요');
    await sql(`UPDATE subjects SET state = 'collecting' WHERE id = $1`, [proposal.id]);
  });

  it('come with what staff enter for somebody, who may change them, on the record', async () => {
    const enter = await house.gql(
      HOST,
      'mutation ($input: EntryInput!) { enterInput(input: $input) }',
      {
        input: {
          activityId,
          source: 'paper',
          title: '종이로 받은 제안이에요',
          body: '손으로 쓴 글을 찍어 붙여요.',
          pictures: [{ id: await sent(officer, '#888888'), alt: '손글씨' }],
        },
      },
      officer.headers,
    );
    const id = enter.data!['enterInput'] as unknown as string;
    const more = await act(
      'attachPicture',
      { proposalId: id, uploadId: await sent(officer, '#999999') },
      officer,
      'AttachPictureInput',
    );
    expect(more).toHaveLength(2);
    const noted = await sql(`SELECT 1 FROM audit WHERE act = 'proposals.pictures_changed' AND object_id = $1`, [id]);
    expect(noted).toHaveLength(1);
    expect(await attach(await sent(officer, '#aaaaaa'), officer)).toBe('denied'); // not one that was entered
  });

  it('wait for a day; then they and their files are gone', async () => {
    await sql('DELETE FROM uploads');
    const late = await sent(other, '#bbbbbb');
    const [row] = await sql<{ sha256: string }>('SELECT sha256 FROM uploads WHERE id = $1', [late]);
    const folder = join(house.program.config.dataDir, 'files', tenant.id, row!.sha256.slice(0, 2));
    const tidy = (): Promise<void> =>
      inContext({ ...newContext(tenant, { requestId: 'tidy-spec' }), actor: SYSTEM }, () =>
        house.server.app.get(Uploads).tidy(),
      );
    await tidy();
    expect(await sql('SELECT 1 FROM uploads')).toHaveLength(1);
    await sql(`UPDATE uploads SET expires_at = now() - interval '1 minute'`);
    const old = new Date(Date.now() - 7_200_000);
    utimesSync(join(folder, `${row!.sha256}.webp`), old, old);
    await tidy();
    expect(await sql('SELECT 1 FROM uploads')).toHaveLength(0);
    expect(readdirSync(folder)).not.toContain(`${row!.sha256}.webp`);
  });

  it('do not pile up: twenty wait at most', async () => {
    await sql(
      `INSERT INTO uploads (id, owner_id, width, height, bytes, sha256, created_at, expires_at)
       SELECT gen_random_uuid(), $1, 1, 1, 1, 'x', now(), now() + interval '1 day' FROM generate_series(1, 20)`,
      [other.id],
    );
    const answer = await send({ headers: other.headers });
    expect([answer.status, code(answer)]).toEqual([429, 'too_many_uploads']);
  });
});
