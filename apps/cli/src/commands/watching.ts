import { TenancyError } from '@madang/platform-tenancy';
import type { Program } from '@madang/server';
import { UsageError, type Call, type Command } from '../command.js';

const most = (call: Call): number => {
  const limit = Number(call.text('limit') ?? 20);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
    throw new UsageError('--limit is a number from 1 to 1000.');
  return limit;
};
const LIMIT = { value: 'n', help: 'how many, newest first (20)' };
const TENANT = { value: 'slug', help: 'only of this organisation' };

const mailList: Command = {
  name: 'mail list',
  summary: 'mails kept in the mailbox (without SMTP_URL all are)',
  options: { tenant: TENANT, to: { value: 'e-mail', help: 'only to this address' }, limit: LIMIT },
  async run(call) {
    const { platform } = await call.program();
    const mails = await platform.rows<{
      id: string;
      at: Date;
      tenant: string | null;
      recipient: string;
      subject: string;
    }>(
      `SELECT m.id, m.at, t.slug AS tenant, m.recipient, m.subject FROM platform.mailbox m LEFT JOIN platform.tenants t ON t.id = m.tenant_id
        WHERE ($1::text IS NULL OR t.slug = $1) AND ($2::text IS NULL OR m.recipient = lower($2)) ORDER BY m.at DESC, m.id LIMIT $3`,
      [call.text('tenant') ?? null, call.text('to') ?? null, most(call)],
    );
    call.out.table(
      ['id', 'at', 'tenant', 'to', 'subject'],
      mails.map((m) => [m.id, m.at.toISOString().slice(0, 19), m.tenant, m.recipient, m.subject]),
    );
    return mails;
  },
};

const mailShow: Command = {
  name: 'mail show',
  summary: 'one mail as it would have been sent',
  args: ['<id|last>'],
  async run(call) {
    const { platform } = await call.program();
    const id = call.args['id|last']!;
    const [mail] = await platform.rows<{ id: string; recipient: string; subject: string; message: string; at: Date }>(
      `SELECT id, recipient, subject, message, at FROM platform.mailbox WHERE $1 = 'last' OR id::text LIKE $1 || '%' ORDER BY at DESC LIMIT 1`,
      [id],
    );
    if (!mail) throw new TenancyError('mail_unknown', id, `there is no mail ${id}; \`madang mail list\` shows them`);
    call.out.say(`to ${mail.recipient} · ${mail.at.toISOString()}\n${mail.subject}\n\n${mail.message}`);
    return mail;
  },
};

interface JobRow {
  id: string;
  state: string;
  tenant: string | null;
  topic: string;
  tries: number;
  at: Date;
  error: string | null;
}

const jobs: Command = {
  name: 'jobs list',
  summary: 'what waits, runs and failed',
  options: {
    tenant: TENANT,
    state: { value: 'state', help: 'waiting, created, retry, active, completed, failed' },
    limit: LIMIT,
  },
  async run(call) {
    const { platform } = await call.program();
    const rows = await read(platform, call.text('tenant'), call.text('state'), most(call));
    call.out.table(
      ['state', 'tenant', 'topic', 'tries', 'at', 'trouble'],
      rows.map((j) => [
        j.state,
        j.tenant,
        j.topic,
        j.tries,
        j.at.toISOString().slice(0, 19),
        j.error?.split('\n')[0]?.slice(0, 80),
      ]),
    );
    return rows;
  },
};

async function read(
  platform: Program['platform'],
  slug: string | undefined,
  state: string | undefined,
  limit: number,
): Promise<JobRow[]> {
  const [queue] = await platform.rows<{ there: boolean }>(`SELECT to_regclass('pgboss.job') IS NOT NULL AS there`);
  const queued = `UNION ALL SELECT j.id::text, j.state::text, j.data ->> 'schema', coalesce(j.data ->> 'topic', j.name), j.retry_count, j.created_on, j.output ->> 'message' FROM pgboss.job j`;
  return platform.rows<JobRow & Record<string, unknown>>(
    `SELECT w.id, w.state, t.slug AS tenant, w.topic, w.tries, w.at, w.error
       FROM (SELECT o.id::text, 'waiting' AS state, o.schema_name, o.topic, 0 AS tries, o.at, NULL AS error FROM platform.outbox o
             ${queue!.there ? queued : ''}) w
       LEFT JOIN platform.tenants t ON t.schema_name = w.schema_name
      WHERE ($1::text IS NULL OR t.slug = $1) AND ($2::text IS NULL OR w.state = $2) ORDER BY w.at DESC LIMIT $3`,
    [slug ?? null, state ?? null, limit],
  );
}

export const watchingCommands: Command[] = [mailList, mailShow, jobs];
