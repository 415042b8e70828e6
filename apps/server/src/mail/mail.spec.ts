import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import sharp from 'sharp';
import { SMTPServer } from 'smtp-server';
import {
  db,
  hashSecret,
  inContext,
  inUnit,
  newContext,
  newId,
  newSecret,
  publish,
  SYSTEM,
  type Tenant,
} from '@madang/kernel';
import { MailRefused, type MailModel } from '@madang/commons-notices';
import { html } from '@madang/theming';
import { multipart } from '../../test/kit/files.js';
import { staffOf } from '../../test/kit/staff.js';
import { openHouse, type House } from '../../test/kit/yard.js';
import { HouseMailRoom, toPlainText } from './mail-room.js';
import { mailLogos, transportOf } from './bindings.js';
import { SmtpTransport, type Transport } from './transports.js';

interface Received {
  from: string;
  to: string[];
  source: string;
}

const model: MailModel = {
  subject: '함께한 제안에 구청이 답했어요',
  title: '함께한 제안에 구청이 답했어요',
  preview: '답이 왔어요',
  body: html`<p>${'신호 <5초> & 횡단보도'}</p>`,
  text: '신호 <5초> & 횡단보도',
  quote: '12월부터 늘려요.',
  button: { label: '답변 전체 보기', url: 'https://x.example/gu/proposals/1' },
  next: '실행되면 알려 드릴게요.',
  why: '지켜보기로 하셔서 보냈어요.',
  off: { label: '이런 메일 그만 받기', url: 'https://x.example/unsubscribe/abc' },
};

describe('mails of the server', () => {
  let house: House;
  let tenant: Tenant;
  let smtp: SMTPServer;
  let transport: Transport;
  const received: Received[] = [];

  beforeAll(async () => {
    house = await openHouse({ MAIL_FROM: 'no-reply@site.example' });
    await house.program.provisioning.create({
      slug: 'grove',
      name: { ko: '참여의 숲', en: 'Wood' },
      locales: ['ko', 'en'],
    });
    tenant = (await house.program.registry.get({ slug: 'grove' }))!;
    smtp = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onRcptTo: ({ address }, _session, done) =>
        done(
          address.startsWith('nobody')
            ? Object.assign(new Error(`550 no such user ${address}`), { responseCode: 550 })
            : null,
        ),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const from = session.envelope.mailFrom;
          received.push({
            from: from ? from.address : '',
            to: session.envelope.rcptTo.map((one) => one.address),
            source: Buffer.concat(chunks).toString('utf8'),
          });
          done();
        });
      },
    });
    await new Promise<void>((ready) => smtp.listen(0, '127.0.0.1', ready));
    transport = new SmtpTransport(`smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`);
  });
  afterAll(async () => {
    transport.close();
    await new Promise<void>((done) => smtp.close(done));
    await house.close();
  });

  const within = <T>(work: () => Promise<T>): Promise<T> =>
    inContext(newContext(tenant, { actor: SYSTEM, now: () => new Date('2026-11-23T03:00:00Z') }), work);
  const work = <T>(of: () => Promise<T>): Promise<T> => within(() => inUnit(house.program.database, false, of));
  const room = (by: Transport = transport): HouseMailRoom =>
    new HouseMailRoom(house.program, () => house.server.faces, by, mailLogos(house.program));
  const send = (to: string, by?: Transport, id = newId()): Promise<void> =>
    within(async () => {
      const parts = await room(by).render('ko', model);
      await room(by).send(
        {
          id,
          to,
          subject: model.subject,
          ...parts,
          headers: { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
        },
        'ko',
      );
    });

  it('arrive over SMTP with subject, Korean text in both parts and their headers', async () => {
    const id = newId();
    await send('reader@home.example', undefined, id);
    const [mail] = received;
    expect(mail).toMatchObject({ from: 'no-reply@site.example', to: ['reader@home.example'] });
    const [head, ...rest] = mail!.source.split('\r\n\r\n');
    const headers = head!.replaceAll(/\r\n\s+/g, ' ');
    expect(wordsOf(/^Subject: (.*)$/m.exec(headers)![1]!)).toBe(model.subject);
    expect(wordsOf(/^From: (.*) <no-reply@site.example>$/m.exec(headers)![1]!)).toBe('참여의 숲');
    expect(headers).toContain(`Message-ID: <${id}@${tenant.primaryHost}>`);
    expect(headers).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(headers).toContain('Date: Mon, 23 Nov 2026 03:00:00 +0000');
    const [text, page] = partsOf(headers, rest.join('\r\n\r\n'));
    expect(text).toContain('신호 <5초> & 횡단보도');
    expect(text).toContain('답변 전체 보기: https://x.example/gu/proposals/1');
    expect(text).toContain('이런 메일 그만 받기: https://x.example/unsubscribe/abc');
    expect(page).toContain('신호 &lt;5초&gt; &amp; 횡단보도');
    expect(page).toContain('<html lang="ko"');
    expect(page).toMatch(/class="m-button"[^>]*background:#[0-9a-f]{6}/);
  });

  it('are refused for good where the mail server says so, without the address in the error', async () => {
    const refused = await send('nobody@home.example').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(MailRefused);
    expect(refused).toMatchObject({ code: 'EENVELOPE 550', final: true });
    expect(String((refused as Error).message + String((refused as Error).stack))).not.toContain('nobody@');
  });

  it('wait where no mail server answers', async () => {
    const closed = createServer();
    await new Promise<void>((ready) => closed.listen(0, '127.0.0.1', ready));
    const { port } = closed.address() as AddressInfo;
    await new Promise((done) => closed.close(done));
    const dead = new SmtpTransport(`smtp://127.0.0.1:${port}`);
    await expect(send('reader@home.example', dead)).rejects.toMatchObject({ final: false });
    dead.close();
  });

  it('lie in the mailbox of the operator where no mail server is configured, once each', async () => {
    const id = newId();
    const mailbox = transportOf(house.program);
    await send('reader@home.example', mailbox, id);
    await send('reader@home.example', mailbox, id);
    const rows = await house.program.platform.rows<{
      tenant_id: string;
      recipient: string;
      subject: string;
      message: string;
    }>('SELECT tenant_id, recipient, subject, message FROM platform.mailbox WHERE id = $1', [id]);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ tenant_id: tenant.id, recipient: 'reader@home.example', subject: model.subject });
    expect(rows[0]!.message).toContain('Content-Type: multipart/alternative');
  });

  it('carry seals that differ by tenant', async () => {
    await house.program.provisioning.create({ slug: 'other-grove', name: { ko: '다른 곳' }, locales: ['ko'] });
    const other = (await house.program.registry.get({ slug: 'other-grove' }))!;
    const seal = (of: Tenant): string => inContext(newContext(of), () => room().seal('x'));
    expect(seal(tenant)).toBe(seal(tenant));
    expect(seal(tenant)).not.toBe(seal(other));
    expect(seal(tenant)).toMatch(/^[\w-]{43}$/);
  });

  it('carry the logo of the site as a picture that is seen at once, drawings too; without its file the name', async () => {
    const admin = await staffOf(house, tenant);
    const gql = (query: string, variables: object = {}) =>
      house.gql(tenant.primaryHost, query, variables, admin.headers);
    const svg = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 100"><circle cx="50" cy="50" r="45" fill="#134e4a"/><rect x="120" y="30" width="260" height="40" fill="#134e4a"/></svg>',
    );
    const form = multipart({}, [{ name: 'logo.svg', type: 'image/svg+xml', data: svg }]);
    const kept = await house.ask(tenant.primaryHost, '/console/files', {
      body: form.body,
      headers: { ...form.headers, ...admin.headers },
    });
    const { id } = JSON.parse(kept.body) as { id: string };
    await gql('mutation ($input: SiteLookInput!) { saveLookDraft(input: $input) { __typename } }', {
      input: { theme: JSON.stringify({ brand: '#1f6b4f' }), logo: id },
    });
    expect((await gql('mutation { publishLook { __typename } }')).errors).toBeUndefined();

    received.length = 0;
    await send('reader@home.example');
    const { source } = received[0]!;
    const flat = source.replaceAll('=\r\n', '');
    expect(flat).toContain(`src=3D"cid:${id}@${tenant.primaryHost}" alt=3D`);
    expect(flat).not.toMatch(/src=3D"http/);
    const [, png = ''] = new RegExp(`Content-Id: <${id}@[^]*?\r\n\r\n([^]*?)\r\n--`, 'i').exec(source) ?? [];
    const picture = Buffer.from(png, 'base64');
    const { format, width, height, hasAlpha } = await sharp(picture).metadata();
    expect([format, width, height, hasAlpha]).toEqual(['png', 384, 96, false]);
    const [red, green, blue] = await sharp(picture).raw().toBuffer();
    expect(Math.min(red!, green!, blue!)).toBeGreaterThan(240);
    expect(plainOf(source)).toContain('참여의 숲\n\n함께한 제안에 구청이 답했어요');

    const shown = await gql('query ($input: OwnMailInput!) { previewOwnMail(input: $input) { html } }', {
      input: { slot: 'mail/link.sign_in', locale: 'ko', subject: '{{title}}', source: '<p>{{title}}</p>' },
    });
    expect(shown.data).toMatchObject({
      previewOwnMail: { html: expect.stringContaining(`src="/media/${id}" alt="참여의 숲"`) },
    });

    await rm(join(house.program.config.dataDir, 'files', tenant.id), { recursive: true });
    await send('reader@home.example');
    const bare = received[1]!.source.replaceAll('=\r\n', '');
    expect(bare).not.toContain('cid:');
    expect(bare).toContain('>=EC=B0=B8=EC=97=AC=EC=9D=98 =EC=88=B2</td>');
    await gql('mutation ($input: SiteLookInput!) { saveLookDraft(input: $input) { __typename } }', {
      input: { theme: JSON.stringify({ brand: '#1f6b4f' }), logo: null },
    });
    await gql('mutation { publishLook { __typename } }');
  });

  it('reach a person when something happens, and end by the one-click post of a mail program', async () => {
    const host = tenant.primaryHost;
    const [spaceId, personId, token] = [newId(), newId(), newSecret()];
    await work(async () => {
      await db().run(
        `INSERT INTO people (id, email, display_name, assurance, created_at) VALUES ($1, 'p@spec.example', '사람', 'email', now())`,
        [personId],
      );
      await db().run(
        `INSERT INTO sessions (id, person_id, token_hash, created_at, last_seen_at, expires_at) VALUES ($1, $2, $3, now(), now(), now() + interval '1 day')`,
        [newId(), personId, hashSecret(token)],
      );
      await db().run(
        `INSERT INTO spaces (id, slug, kind, name, created_at) VALUES ($1, 'youth', 'youth', '{"ko":"청년 모임"}', now())`,
        [spaceId],
      );
      await publish({ name: 'spaces.join_decided', data: { spaceId, personId, to: 'member', from: 'requested' } });
    });
    await house.server.worker.drain();
    const [kept] = await house.program.platform.rows<{ subject: string; message: string }>(
      `SELECT subject, message FROM platform.mailbox WHERE recipient = 'p@spec.example'`,
    );
    expect(kept!.subject).toBe('청년 모임에 가입했어요');
    const off = /^List-Unsubscribe: <http:\/\/[^/]+(\/unsubscribe\/[^>]+)>$/m.exec(
      kept!.message.replaceAll(/\n\s+/g, ' '),
    )![1]!;
    expect(await house.program.metrics.registry.getSingleMetricAsString('madang_mails_total')).toContain(
      'outcome="sent"} 1',
    );

    const cookies = { madang_session: token };
    expect((await house.ask(host, '/notifications')).status).toBe(403);
    const list = await house.ask(host, '/notifications', { cookies });
    expect([list.status, list.body.includes('가입 신청이 받아들여졌어요')]).toEqual([200, true]);
    const open = /href="(\/notifications\/[^"]+\/open)"/.exec(list.body)![1]!;
    expect(await house.ask(host, open, { cookies })).toMatchObject({ status: 303, headers: { location: '/youth' } });
    expect((await house.ask(host, '/notifications', { cookies })).body).not.toContain('/open"');

    await work(() =>
      db().run(
        `INSERT INTO api_tokens (id, person_id, name, token_hash, scopes, created_at) VALUES ($1, $2, 'x', $3, '{read,write}', now())`,
        [newId(), personId, hashSecret(`api-${token}`)],
      ),
    );
    const asked = await house.gql(
      host,
      '{ unreadNoticeCount notices(first: 1) { nodes { topic kind title path readAt } pageInfo { hasNextPage } } noticeChoices { topic channel choice } }',
      {},
      { authorization: `Bearer api-${token}` },
    );
    expect(asked.data).toMatchObject({
      unreadNoticeCount: 0,
      notices: {
        nodes: [
          {
            topic: 'joining',
            kind: 'joined_member',
            title: '청년 모임에 가입했어요',
            path: '/youth',
            readAt: expect.any(String),
          },
        ],
        pageInfo: { hasNextPage: false },
      },
    });
    expect((await house.gql(host, 'mutation { markNoticesRead }')).errors?.[0]?.extensions.code).toBe('sign_in_first');

    const shown = await house.ask(host, off);
    expect([shown.status, shown.body.includes('이 메일 그만 받기')]).toEqual([200, true]);
    const done = await house.ask(host, off, { method: 'POST', form: { 'List-Unsubscribe': 'One-Click' } });
    expect([done.status, done.body.includes('이제 보내지 않아요')]).toEqual([200, true]);
    expect((await house.ask('other-grove.localhost', off, { method: 'POST', form: {} })).status).toBe(404);
    const settings = await house.ask(host, '/notifications/settings', { cookies });
    expect(settings.body).toMatch(/name="joining-mail" value="off"[^>]* checked/);
    const form = {
      _csrf: /name="_csrf" value="([^"]+)"/.exec(settings.body)![1]!,
      'joining-mail': 'daily',
      'comments-mail': 'daily',
    };
    expect((await house.ask(host, '/notifications/settings', { method: 'POST', cookies, form })).status).toBe(303);
    expect(
      await work(() => db().rows('SELECT topic, channel, choice FROM notice_choices WHERE person_id = $1', [personId])),
    ).toEqual([{ topic: 'joining', channel: 'mail', choice: 'daily' }]);
  });
});

describe('the text part', () => {
  it('shows signs as they are, each entity once', () => {
    expect(toPlainText('a &amp;lt; b &#39;c&#39;\n\n\n\n\nd\n\n')).toBe("a &lt; b 'c'\n\nd\n");
  });
});

/** Encoded words of RFC 2047, joined. */
const wordsOf = (text: string): string =>
  Buffer.concat(
    [...text.matchAll(/=\?utf-8\?([BQ])\?([^?]*)\?=/gi)].map(([, how, body]) =>
      how!.toUpperCase() === 'B'
        ? Buffer.from(body!, 'base64')
        : Buffer.from(
            body!
              .replaceAll('_', ' ')
              .replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16))),
            'latin1',
          ),
    ),
  ).toString('utf8');

/** Bodies of a multipart mail, decoded. */
function partsOf(headers: string, body: string): string[] {
  const boundary = /boundary="([^"]+)"/.exec(headers)![1]!;
  return body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => {
      const [head = '', ...rest] = part.split('\r\n\r\n');
      const text = rest.join('\r\n\r\n');
      if (/base64/i.test(head)) return Buffer.from(text, 'base64').toString('utf8');
      const plain = text
        .replaceAll('=\r\n', '')
        .replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));
      return /quoted-printable/i.test(head) ? Buffer.from(plain, 'latin1').toString('utf8') : text;
    });
}

/** The text part of a source. */
function plainOf(source: string): string {
  const [, head = '', body = ''] = /Content-Type: text\/plain([^]*?)\r?\n\r?\n([^]*?)\r?\n--/i.exec(source) ?? [];
  const text = /base64/i.test(head)
    ? Buffer.from(body, 'base64')
    : Buffer.from(
        body
          .replaceAll('=\r\n', '')
          .replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16))),
        'latin1',
      );
  return text.toString('utf8').replaceAll('\r\n', '\n');
}
