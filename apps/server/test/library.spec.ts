import { crc32, deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { newId, type Tenant } from '@madang/kernel';
import { multipart } from './kit/files.js';
import { sqlOf, staffOf, type Staff } from './kit/staff.js';
import { openHouse, tokenIn, type Answer, type House } from './kit/yard.js';

const HOST = 'grove.localhost';

/** A ZIP file of these entries, as office programs write them: `mimetype` as it is, the rest packed. */
function zipOf(entries: Record<string, string>, flags = 0): Buffer {
  const locals: Buffer[] = [];
  const table: Buffer[] = [];
  let at = 0;
  for (const [name, text] of Object.entries(entries)) {
    const raw = Buffer.from(text);
    const method = name === 'mimetype' ? 0 : 8;
    const packed = method === 0 ? raw : deflateRawSync(raw);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(flags, 2);
    head.writeUInt16LE(method, 4);
    head.writeUInt32LE(crc32(raw), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(raw.length, 18);
    head.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), head, Buffer.from(name), packed]);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    head.copy(entry, 6);
    entry.writeUInt32LE(at, 42);
    table.push(Buffer.concat([entry, Buffer.from(name)]));
    locals.push(local);
    at += local.length;
  }
  const size = table.reduce((sum, one) => sum + one.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(table.length, 8);
  end.writeUInt16LE(table.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, ...table, end]);
}

const office = (type: string, main: string, more: Record<string, string> = {}): Buffer =>
  zipOf({
    '[Content_Types].xml': `<Types><Override ContentType="application/vnd.${type}"/></Types>`,
    [main]: '<x/>',
    ...more,
  });
const WORD = 'openxmlformats-officedocument.wordprocessingml.document.main+xml';
const SHEET = 'openxmlformats-officedocument.spreadsheetml.sheet.main+xml';
const PDF = Buffer.from('%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n');
const COMPOUND = Buffer.from('d0cf11e0a1b11ae1', 'hex');

describe('the library of a site', () => {
  let house: House;
  let tenant: Tenant;
  let sql: ReturnType<typeof sqlOf>;
  let admin: Staff;
  let officer: Staff;
  let member: Staff;

  const send = async (name: string, data: Buffer, who = admin, type = 'application/octet-stream'): Promise<Answer> => {
    const form = multipart({}, [{ name, type, data }]);
    return house.ask(HOST, '/console/files', { body: form.body, headers: { ...form.headers, ...who.headers } });
  };
  interface Sent {
    id: string;
    mime: string;
    width: number | null;
    height: number | null;
  }
  const kept = async (name: string, data: Buffer, who = admin): Promise<Sent> => {
    const answer = await send(name, data, who);
    expect([name, answer.status]).toEqual([name, 200]);
    return JSON.parse(answer.body) as Sent;
  };
  const refusal = async (name: string, data: Buffer, who = admin): Promise<string> => {
    const answer = await send(name, data, who);
    const { errors } = JSON.parse(answer.body) as {
      errors?: { extensions: { code: string; fields: { code: string }[] } }[];
    };
    const extensions = errors?.[0]?.extensions;
    return extensions?.fields[0]?.code ?? extensions?.code ?? `kept ${answer.body}`;
  };
  const gql = async <T>(query: string, variables: object = {}, who = admin): Promise<T> => {
    const { data, errors } = await house.gql(HOST, query, variables, who.headers);
    if (errors) {
      const { code, fields } = errors[0]!.extensions as { code: string; fields?: { code: string }[] };
      return (fields?.[0]?.code ?? code) as T;
    }
    return data as T;
  };

  beforeAll(async () => {
    house = await openHouse();
    for (const slug of ['grove', 'harbour'])
      await house.program.provisioning.create({ slug, name: { ko: slug, en: slug }, locales: ['ko', 'en'] });
    tenant = (await house.program.registry.get({ slug: 'grove' }))!;
    sql = sqlOf(house, tenant);
    [admin, officer, member] = [
      await staffOf(house, tenant),
      await staffOf(house, tenant, 'officer'),
      await staffOf(house, tenant, 'member'),
    ];
    const [space, board] = [newId(), newId()];
    await sql(`INSERT INTO spaces (id, slug, kind, name, created_at) VALUES ($1, 'gu', 'site', '{"ko":"곳"}', now())`, [
      space,
    ]);
    await sql(
      `INSERT INTO activities (id, space_id, method, slug, title, settings, created_at) VALUES ($1, $2, 'posts', 'notice', '{"ko":"공지"}', '{"kind":"notice","writers":"everyone"}', now())`,
      [board, space],
    );
    await sql(`INSERT INTO windows (id, activity_id, interactions) VALUES ($1, $2, '{write,comment}')`, [
      newId(),
      board,
    ]);
  }, 60_000);
  afterAll(() => house.close());

  it('knows what a file is by what it holds', async () => {
    const odf = (kind: string): Buffer =>
      zipOf({ mimetype: `application/vnd.oasis.opendocument.${kind}`, 'content.xml': '<x/>' });
    const known: [string, Buffer, string][] = [
      ['계획.pdf', PDF, 'application/pdf'],
      ['계획.hwp', Buffer.concat([COMPOUND, Buffer.alloc(512), Buffer.from('HWP Document File')]), 'application/x-hwp'],
      ['계획.hwpx', zipOf({ mimetype: 'application/hwp+zip', 'Contents/section0.xml': '<x/>' }), 'application/hwp+zip'],
      ['계획.docx', office(WORD, 'word/document.xml'), `application/vnd.${WORD.replace('.main+xml', '')}`],
      ['예산.xlsx', office(SHEET, 'xl/workbook.xml'), `application/vnd.${SHEET.replace('.main+xml', '')}`],
      ['글.odt', odf('text'), 'application/vnd.oasis.opendocument.text'],
      ['표.ods', odf('spreadsheet'), 'application/vnd.oasis.opendocument.spreadsheet'],
      ['발표.odp', odf('presentation'), 'application/vnd.oasis.opendocument.presentation'],
      ['목록.csv', Buffer.from('이름,수\n가,1\n'), 'text/csv'],
      ['옛날.csv', Buffer.from([0xb0, 0xa1, 0x2c, 0x31, 0x0a]), 'text/csv'],
      ['메모.txt', Buffer.from('안녕하세요'), 'text/plain'],
    ];
    for (const [name, data, mime] of known) expect([name, (await kept(name, data)).mime]).toEqual([name, mime]);
    // The name decides nothing: what calls itself a picture is the document it is, under its own ending.
    const { id } = await kept('그림.png', PDF);
    const answer = await house.ask(HOST, `/media/${id}`);
    expect(answer.headers['content-disposition']).toContain(`filename*=UTF-8''${encodeURIComponent('그림.png.pdf')}`);
  });

  it('takes no archives, macros, passwords, older office files and programs, whatever they are called', async () => {
    const evil: [string, Buffer][] = [
      ['a.docx', zipOf({ 'readme.txt': 'x' })],
      ['a.docx', office(WORD, 'word/document.xml', { 'word/vbaProject.bin': 'x' })],
      ['a.docx', office('ms-word.document.macroEnabled.main+xml', 'word/document.xml')],
      ['a.xlsx', zipOf({ '[Content_Types].xml': '<Types/>', 'xl/workbook.xml': '<x/>' }, 1)],
      ['a.odt', zipOf({ mimetype: 'application/vnd.oasis.opendocument.text', 'Basic/Standard/x.xml': '<x/>' })],
      ['a.jar', zipOf({ 'META-INF/MANIFEST.MF': 'x' })],
      ['a.zip', zipOf({ mimetype: 'application/epub+zip' })],
      ['a.doc', Buffer.concat([COMPOUND, Buffer.alloc(512)])],
      ['a.pdf', Buffer.from('%PDF-1.7 cut off')],
      ['a.txt', Buffer.from('MZ\u0000\u0001\u0002')],
      ['a.exe', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2])],
      [
        'a.docx',
        Buffer.concat([zipOf({ mimetype: 'application/hwp+zip' }).subarray(0, 60), Buffer.from('PK\x05\x06')]),
      ],
    ];
    for (const [name, data] of evil) expect([name, await refusal(name, data)]).toEqual([name, 'file_kind']);
  });

  it('gives documents away as downloads that can run nothing in the site', async () => {
    const html = await kept('page.html', Buffer.from('<!doctype html><script>alert(document.cookie)</script>'));
    const answer = await house.ask(HOST, `/media/${html.id}`);
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/plain',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'content-disposition': expect.stringMatching(
        /^attachment; filename="file\.txt"; filename\*=UTF-8''page\.html\.txt$/,
      ),
    });
    const pdf = await kept(`이름"\r\nx: y.pdf`, PDF);
    const named = await house.ask(HOST, `/media/${pdf.id}`);
    expect([named.status, named.headers['x'], named.bytes.equals(PDF)]).toEqual([200, undefined, true]);
    expect((await house.ask('harbour.localhost', `/media/${pdf.id}`)).status).toBe(404);
  });

  it('rewrites drawings, serves them locked, and has a picture of each for who shows none', async () => {
    const source = `<svg viewBox="0 0 120 40" onload="alert(1)"><script>alert(1)</script><rect width="120" height="40" fill="#1f6b4f"/></svg>`;
    const drawing = await kept('로고.svg', Buffer.from(source));
    expect([drawing.mime, drawing.width, drawing.height]).toEqual(['image/svg+xml', 120, 40]);
    const shown = await house.ask(HOST, `/media/${drawing.id}`);
    expect(shown.headers).toMatchObject({
      'content-type': 'image/svg+xml',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    });
    expect(shown.body).toContain('<rect');
    expect(shown.body).not.toMatch(/script|onload/);
    const png = await house.ask(HOST, `/media/${drawing.id}.png`);
    const { format, width } = await sharp(png.bytes).metadata();
    expect([png.headers['content-type'], format, width]).toEqual(['image/png', 'png', 640]);
    const theme = JSON.stringify({ brand: '#1f6b4f' });
    await gql('mutation ($input: SiteLookInput!) { saveLookDraft(input: $input) { __typename } }', {
      input: { theme, logo: drawing.id },
    });
    await gql('mutation { publishLook { __typename } }');
    const home = await house.ask(HOST, '/spaces');
    expect(home.body).toContain(`src="/media/${drawing.id}"`);
    expect(await refusal('leer.svg', Buffer.from('<svg viewBox="0 0 1 1"><script/></svg>'))).toBe('drawing');
    expect(await refusal('a.svg', Buffer.from(source), officer)).toBe('denied');
  });

  it('lists and finds documents apart from pictures, and lets none go that is linked to', async () => {
    const { id } = await kept('주민총회 자료집.pdf', PDF);
    const find = async (search: string): Promise<string[]> =>
      (
        await gql<{ documentLibrary: { nodes: { id: string; name: string; uses: string[] }[] } }>(
          'query ($search: String) { documentLibrary(first: 50, search: $search) { nodes { id name uses } } }',
          { search },
        )
      ).documentLibrary.nodes.map((one) => one.id);
    expect(await find('자료집')).toEqual([id]);
    const pictures = await gql<{ pictureLibrary: { nodes: { id: string }[] } }>(
      '{ pictureLibrary(first: 50) { nodes { id } } }',
    );
    expect(pictures.pictureLibrary.nodes.map((one) => one.id)).not.toContain(id);
    expect(await gql('mutation ($id: ID!) { renameDocument(id: $id, name: "총회.exe") }', { id })).toEqual({
      renameDocument: true,
    });
    expect((await sql<{ name: string }>('SELECT name FROM media WHERE id = $1', [id]))[0]!.name).toBe('총회.exe.pdf');

    const made = await gql<{ writePost: { id: string; number: number; files: { name: string }[] } }>(
      'mutation ($input: WritePostInput!) { writePost(input: $input) { id number files { name bytes mime } } }',
      { input: { space: 'gu', board: 'notice', title: '총회를 알려요', body: '자료를 봐 주세요.', fileIds: [id] } },
      officer,
    );
    expect(made.writePost.files).toMatchObject([{ name: '총회.exe.pdf' }]);
    const page = await house.ask(HOST, `/gu/posts/${made.writePost.number}`);
    expect(page.body).toContain(`href="/media/${id}" download>총회.exe.pdf</a>`);
    const remove = (): Promise<unknown> => gql('mutation ($id: ID!) { removeDocument(id: $id) }', { id });
    expect(await remove()).toBe('file_in_use');
    const edit = (fileIds: string[] | undefined, who = officer): Promise<unknown> =>
      gql(
        'mutation ($input: EditPostInput!) { editPost(input: $input) { files { id } } }',
        { input: { id: made.writePost.id, title: '총회를 알려요', body: '자료를 봐 주세요.', fileIds } },
        who,
      );
    expect(await edit(undefined)).toEqual({ editPost: { files: [{ id }] } });
    const picture = await kept('a.svg', Buffer.from('<svg viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'));
    expect(await edit([picture.id])).toBe('choice');
    expect(await edit([])).toEqual({ editPost: { files: [] } });
    expect(await remove()).toEqual({ removeDocument: true });
  });

  it('is filled by whoever writes for the site, and by nobody else', async () => {
    expect((await send('a.pdf', PDF, officer)).status).toBe(200);
    expect(await refusal('a.pdf', PDF, member)).toBe('denied');
    expect(await gql('{ documentLibrary(first: 5) { nodes { id } } }', {}, member)).toBe('denied');
    const [file] = await sql<{ id: string }>(`SELECT id FROM media WHERE mime = 'application/pdf' LIMIT 1`);
    const post = (fileIds: string[]): Promise<unknown> =>
      gql(
        'mutation ($input: WritePostInput!) { writePost(input: $input) { files { id } } }',
        { input: { space: 'gu', board: 'notice', title: '글 하나', body: '글이에요.', fileIds } },
        member,
      );
    expect(await post([file!.id])).toBe('denied');
    expect(await post([])).toEqual({ writePost: { files: [] } });
  });

  it('comes under posts by the form of the site too, and outlives a refused form', async () => {
    const opened = async (path: string, who = officer): Promise<Answer> =>
      house.ask(HOST, path, { cookies: who.cookies });
    const post = async (
      path: string,
      at: string,
      fields: Record<string, string | string[]>,
      files: { name: string; data: Buffer }[],
      who = officer,
    ): Promise<Answer> => {
      const page = await opened(path, who);
      const cookies = { ...who.cookies, ...page.cookies };
      const sent = multipart(
        { ...fields, _csrf: tokenIn(page.body) },
        files.map((file) => ({ ...file, type: 'application/pdf', field: 'files' })),
      );
      return house.ask(HOST, at, { ...sent, cookies });
    };
    const [compose, board] = ['/gu/boards/notice/new', '/gu/boards/notice'];
    const idsIn = (body: string): string[] =>
      [...body.matchAll(/name="fileIds" value="([^"]+)"/g)].map(([, id]) => id as string);
    expect((await opened(compose)).body).toContain('type="file"');
    expect((await opened(compose, member)).body).not.toContain('type="file"');

    const two = [
      { name: '회의록.pdf', data: PDF },
      { name: '달리.exe', data: Buffer.from('MZ\u0000\u0001') },
    ];
    const refused = await post(compose, board, { title: '회의록', body: '읽어 주세요.' }, two);
    expect(refused.status).toBe(422);
    expect(refused.body).toContain('붙일 수 없는 파일이에요');
    const [minutes, ...none] = idsIn(refused.body);
    expect(none).toEqual([]);
    const again = await post(compose, board, { title: '', body: '읽어 주세요.', fileIds: minutes! }, [
      { name: '자료.pdf', data: PDF },
    ]);
    expect(again.status).toBe(422);
    const kept = idsIn(again.body);
    expect(kept).toEqual([minutes, expect.any(String)]);
    const made = await post(compose, board, { title: '회의록', body: '읽어 주세요.', fileIds: kept }, []);
    expect(made.status).toBe(303);
    const at = made.headers['location'] as string;
    const shown = async (): Promise<string[]> =>
      [...(await opened(at)).body.matchAll(/href="\/media\/([^"]+)" download>([^<]+)</g)].map(
        ([, id, name]) => `${id === minutes ? 'first' : 'other'} ${name}`,
      );
    expect(await shown()).toEqual(['first 회의록.pdf', 'other 자료.pdf']);

    // Who changes the post meanwhile does not lose what was attached; only what is dropped goes.
    const words = { title: '회의록', body: '읽어 주세요.' };
    const dropped = await post(
      `${at}/edit`,
      `${at}/edit`,
      { ...words, fileIds: [minutes!], drop: minutes!, title: '고친 회의록' },
      [{ name: '셋째.pdf', data: PDF }],
    );
    expect(dropped.status).toBe(303);
    expect(await shown()).toEqual(['other 자료.pdf', 'other 셋째.pdf']);

    const [before] = await sql<{ n: number }>('SELECT count(*)::int AS n FROM media');
    const foreign = await post(compose, board, { ...words, fileIds: kept }, [{ name: '몰래.pdf', data: PDF }], member);
    expect(foreign.status).toBe(303);
    expect((await house.ask(HOST, foreign.headers['location'] as string)).body).not.toContain('download>');
    expect(await sql('SELECT count(*)::int AS n FROM media')).toEqual([before]);
  });
});
