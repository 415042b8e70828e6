import { Agent, request, type IncomingMessage } from 'node:http';
import type { Request } from 'autocannon';
import type { BenchContext } from '../../../infra/dev/bench.mjs';
import type { Program } from '../src/program.js';
import { gather, type Crowd } from './crowd.js';
import { furnish } from './furnish.js';
import { QUESTIONS } from './large-requests.js';
import { vacuum } from './vacuum.js';

interface Stage {
  program: Program;
  env: Record<string, string>;
}

const SIZES = [1000, 10_000, 100_000];
const ASKED = 120;
/** Enough for PostgreSQL to have settled on its plans. */
const WARM = 12;
const GOAL = 1.5;

/** How long lists, searches and pages take of tenants with more and more proposals, one request after the other. */
export async function measureLarge(context: BenchContext, { program, env }: Stage): Promise<string> {
  const sizes = context.quick ? SIZES.slice(0, 2) : SIZES;
  const crowds: Crowd[] = [];
  for (const size of sizes) {
    const slug = `large-${size}`;
    await program.provisioning.create({ slug, name: { ko: `마당 ${size}` }, locales: ['ko', 'en'], plan: 'district' });
    await furnish(program, [slug]);
    const begin = Date.now();
    crowds.push(await gather(program, (await program.registry.get({ slug }))!, size));
    context.log(`gathered ${size} proposals in ${((Date.now() - begin) / 1000).toFixed(1)} s`);
  }
  await vacuum(env['DATABASE_URL']!);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const send = (sent: Request): Promise<number> => timed(Number(env['PORT']), agent, sent);
  const rows: string[][] = [];
  let missed = 0;
  for (const question of QUESTIONS) {
    const times = sizes.map((): number[] => []);
    // In turn, so that whatever else the machine does meets all sizes.
    for (let n = -WARM; n < ASKED; n += 1)
      for (const at of n % 2 ? sizes.keys() : [...sizes.keys()].reverse()) {
        const took = await send(question.request(crowds[at]!, n + WARM));
        if (n >= 0) times[at]!.push(took);
      }
    const figures = times
      .map((list) => list.sort((one, other) => one - other))
      .map((list) => [of(list, 0.5), of(list, 0.95)]);
    const [half, ratio] = [0, 1].map((which) => figures.at(-1)![which]! / figures[0]![which]!) as [number, number];
    if (ratio > GOAL) missed += 1;
    rows.push([
      question.name,
      ...figures.map((pair) => pair.map((ms) => context.digits(ms)).join(', ')),
      context.digits(half),
      `${context.digits(ratio)}${ratio > GOAL ? ' MISSED' : ''}`,
    ]);
    context.log(rows.at(-1)!.join(' · '));
  }
  agent.destroy();
  const named = sizes.map((size) => `${size.toLocaleString('en')}: p50, p95 ms`);
  context.log(`${rows.length - missed} of ${rows.length} as flat as they shall be`);
  return context.table(
    ['asked of a tenant with so many proposals', ...named, 'p50 ÷ p50', `p95 ÷ p95 (goal ≤ ${GOAL})`],
    rows,
  );
}

const of = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;

/** Sends a request and takes its time. @throws when the answer is none */
async function timed(port: number, agent: Agent, { path, method, headers, body }: Request): Promise<number> {
  const begin = performance.now();
  const reply = await new Promise<IncomingMessage>((done, failed) => {
    request({ host: '127.0.0.1', port, path, method, headers, agent }, done).once('error', failed).end(body);
  });
  const parts: Buffer[] = [];
  for await (const part of reply) parts.push(part as Buffer);
  const took = performance.now() - begin;
  const text = Buffer.concat(parts).toString();
  if (reply.statusCode !== 200 || text.startsWith('{"errors"'))
    throw new Error(`${path} ${String(body)}: ${reply.statusCode} ${text.slice(0, 1000)}`);
  return took;
}
