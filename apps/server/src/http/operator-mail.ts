import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { html } from '@madang/theming';
import {
  inOperatorContext,
  operatorContext,
  operatorName,
  OperatorSignIn,
  viewerMay,
} from '@madang/platform-operators';
import { recordAct } from '@madang/platform-tenancy';
import { operatorContextOf, recogniseOperator } from '../operator/entry.js';
import type { Container } from '../operator/sites.js';
import type { Program } from '../program.js';
import type { Limits } from './limits.js';
import { platformPage } from './platform-site.js';
import { sameOrigin } from './security.js';

const COOKIE = 'madang_operator';
const HOURS = 8;

/** The key that opens the mailbox while developing; derived from the secret, shown by `npm start` and `madang operator key`. */
export const operatorKey = (secret: string): string =>
  createHmac('sha256', secret).update('operator-key').digest('base64url').slice(0, 24);

interface Letter {
  id: string;
  recipient: string;
  subject: string;
  message: string;
  at: Date;
  slug: string | null;
}

/**
 * The mailbox of an installation without SMTP: every mail it would have sent, on the platform's own host. Operators who may
 * open it come with their session, and each letter they open is in their log; a key opens it too, but never in production.
 */
export function serveOperatorMail(
  server: FastifyInstance,
  program: Program,
  limits: Limits,
  container: Container,
): void {
  const { secret } = program.config;
  const byKey = program.config.NODE_ENV !== 'production';
  const signing = container(OperatorSignIn);
  const ticket = (hour: number): string =>
    `${hour}.${createHmac('sha256', secret).update(`operator:${hour}`).digest('base64url')}`;
  const hasKey = (request: FastifyRequest): boolean => {
    if (!byKey) return false;
    const given = request.cookies[COOKIE] ?? '';
    const hour = Number(given.split('.')[0]);
    const now = Math.floor(Date.now() / 3_600_000);
    return Number.isInteger(hour) && hour <= now && now - hour < HOURS && same(given, ticket(hour));
  };
  /** Whoever may open the mailbox: `key`, or an operator with both factors; notes which letter that one opens. */
  const admitted = (request: FastifyRequest, reply: FastifyReply, letter?: string): Promise<boolean> =>
    inOperatorContext(operatorContextOf(program, request, reply), async () => {
      await recogniseOperator(signing, request);
      if (!viewerMay('open', 'Mailbox')) return hasKey(request);
      const { address, requestId } = operatorContext();
      if (letter)
        await program.platform.transaction((client) =>
          recordAct(client, { actor: operatorName(), act: 'mailbox.opened', details: { letter }, address, requestId }),
        );
      return true;
    });
  const show = (reply: FastifyReply, title: string, body: ReturnType<typeof html>, status = 200): FastifyReply =>
    reply
      .status(status)
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(platformPage(title, body));
  const signIn = html`<p><a href="/console/health">운영 화면에 로그인하기 <span lang="en">Sign in as an operator</span></a></p>`;
  const door = (reply: FastifyReply, wrong = false): FastifyReply =>
    show(
      reply,
      '운영자',
      html`<h1>운영자 확인</h1><p>메일함은 소유자 운영자가 열 수 있어요. <span lang="en">Owners of the platform may open the mailbox.</span></p>${signIn}${byKey ? keyForm(wrong) : ''}`,
      wrong ? 403 : 200,
    );
  const keyForm = (wrong: boolean): ReturnType<typeof html> =>
    html`${wrong ? html`<p role="alert">열쇠가 맞지 않아요. <span lang="en">This is not the key.</span></p>` : ''}<form method="post" action="/operator"><p><label for="key">열쇠 <span lang="en">Key</span></label><br><input id="key" name="key" type="password" autocomplete="off" required></p><p><button>들어가기</button></p></form><p><code>npm run madang -- operator key</code></p>`;

  server.get('/operator', async (request, reply) => {
    if (!request.onPlatform) return reply.callNotFound();
    return (await admitted(request, reply)) ? reply.redirect('/operator/mail', 303) : door(reply);
  });
  server.post('/operator', async (request, reply) => {
    if (!request.onPlatform || !byKey || !sameOrigin(request)) return reply.callNotFound();
    await limits.take({ name: 'operator', points: 10, seconds: 600 }, request.ip);
    const key = request.body instanceof URLSearchParams ? (request.body.get('key') ?? '') : '';
    if (!same(key, operatorKey(secret))) return door(reply, true);
    return reply
      .setCookie(COOKIE, ticket(Math.floor(Date.now() / 3_600_000)), {
        path: '/operator',
        httpOnly: true,
        sameSite: 'strict',
        secure: program.config.publicScheme === 'https',
        maxAge: HOURS * 3600,
      })
      .redirect('/operator/mail', 303);
  });
  server.get('/operator/mail', async (request, reply) => {
    if (!request.onPlatform) return reply.callNotFound();
    if (!(await admitted(request, reply))) return door(reply);
    const letters = await program.platform.rows<Letter>(
      `SELECT m.id, m.recipient, m.subject, m.at, t.slug FROM platform.mailbox m LEFT JOIN platform.tenants t ON t.id = m.tenant_id ORDER BY m.at DESC LIMIT 200`,
    );
    const items = letters.map(
      (letter) =>
        html`<li><a href="/operator/mail/${letter.id}">${letter.subject}</a><small>${letter.recipient} · ${letter.slug ?? ''} · ${letter.at.toISOString().slice(0, 16).replace('T', ' ')} UTC</small></li>`,
    );
    return show(
      reply,
      '메일함',
      html`<h1>메일함</h1><p>SMTP_URL이 없어서 여기에 모아 두었어요. 가장 새로운 200통이에요.</p><ul>${items}</ul>${items.length === 0 ? html`<p>아직 메일이 없어요.</p>` : ''}`,
    );
  });
  server.get('/operator/mail/:id', async (request, reply) => {
    if (!request.onPlatform) return reply.callNotFound();
    const { id } = request.params as { id: string };
    if (!(await admitted(request, reply, id))) return door(reply);
    const [letter] = await program.platform.rows<Letter>(
      `SELECT id, recipient, subject, message, at FROM platform.mailbox WHERE id::text = $1`,
      [id],
    );
    if (!letter)
      return show(
        reply,
        '메일함',
        html`<h1>이런 메일이 없어요</h1><p><a href="/operator/mail">메일함으로</a></p>`,
        404,
      );
    const links = [...new Set(textOf(letter.message).match(/https?:\/\/[^\s<>")]+/g) ?? [])];
    return show(
      reply,
      letter.subject,
      html`<p><a href="/operator/mail">메일함</a></p><h1>${letter.subject}</h1><p>${letter.recipient}</p><ul>${links.map((link) => html`<li><a href="${link}">${link}</a></li>`)}</ul><pre tabindex="0">${textOf(letter.message)}</pre>`,
    );
  });
}

/** The text part of a stored message: its source is kept as it would have gone out. */
function textOf(message: string): string {
  // A line of two hyphens alone begins the signature of a letter, not its next part.
  const boundary = /boundary="([^"]+)"/i.exec(message)?.[1];
  const parts = boundary ? message.split(`\n--${boundary}`) : [message];
  const part = /([^]*?)\r?\n\r?\n([^]*)/.exec(parts.find((one) => /^Content-Type: text\/plain/im.test(one)) ?? '');
  const head = part?.[1] ?? '';
  const body = part?.[2] ?? message;
  if (/Content-Transfer-Encoding: base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8');
  if (/Content-Transfer-Encoding: quoted-printable/i.test(head))
    return Buffer.from(
      body
        .replace(/=\r?\n/g, '')
        .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
      'latin1',
    ).toString('utf8');
  return body;
}

const same = (a: string, b: string): boolean => {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
};
