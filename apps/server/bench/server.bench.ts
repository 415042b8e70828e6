import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import type { BenchContext } from '../../../infra/dev/bench.mjs';
import { prepareServer } from '../../../infra/dev/bundle.mjs';
import { SERVER_ENV, SERVER_FLAGS } from '../../../infra/dev/node24.mjs';
import { readConfig } from '../src/config.js';
import { newLog } from '../src/log.js';
import { openProgram, type Program } from '../src/program.js';
import { inRounds, type Figure, type Target } from './load.js';
import { operations, type Operation } from './operations.js';
import { peerRequests } from './peer-requests.js';
import { memoryOf, parentOf, startChild, type Child } from './processes.js';
import { fill, type Seeded } from './seed.js';
import { renderTimes } from './render.js';
import { measureLarge } from './large.js';
import { measureTenants } from './tenants.js';
import { vacuum } from './vacuum.js';
import { furnish } from './furnish.js';
import { MEASURED_ELSEWHERE } from './measured-elsewhere.js';

const SIZE = { people: 2000, proposals: 1000, comments: 20_000, supports: 100_000 };
const SECRET = 'a secret of the bench, long enough for the rule';

/** Everything that runs during the bench. */
interface Stage {
  context: BenchContext;
  program: Program;
  seeded: Seeded;
  env: Record<string, string>;
  postmaster: number;
  server: Child;
}

/** Measures the server on a tenant of believable size against its limit, and how it carries many tenants. */
export async function bench(context: BenchContext): Promise<void> {
  const stage = await setUp(context);
  const { server, seeded, env } = stage;
  const idle = { memory: memoryOf(server.pid), heap: await server.heap() };
  const here = { flags: flagsOf(context.root), cwd: context.root };
  const file = (name: string): string => join(context.root, 'apps/server/bench', name);
  const one = seeded.busy[0]!;
  const own = {
    BENCH_HOST: hostOf(seeded),
    BENCH_SCHEMA: seeded.tenant.schema,
    BENCH_TOKEN: seeded.tokens[0]!,
    BENCH_NUMBER: String(one.number),
    BENCH_ID: one.id,
    BENCH_SPACE: seeded.space,
  };
  const limit = await startChild(file('limit.ts'), { ...env, ...own }, { ...here, ready: /ready (\d+)\n/ });
  context.onEnd(() => limit.stop());
  const peer = await startChild(file('peer.ts'), { ...env, ...own }, { ...here, ready: /ready (\d+)\n/ });
  context.onEnd(() => peer.stop());
  const generated = peerRequests(seeded);

  const only = process.env['BENCH_ONLY']?.split(',');
  const rows: { operation: Operation; figures: Map<string, Figure[]> }[] = [];
  for (const operation of operations(hostOf(seeded), seeded)) {
    if (only && !only.includes(operation.name)) continue;
    const targets: Record<string, Target> = {
      limit: { url: `http://127.0.0.1:${limit.said}`, pid: limit.pid, requests: operation.limit },
      madang: { url: `http://127.0.0.1:${env['PORT']}`, pid: server.pid, requests: operation.ours },
    };
    if (operation.guarded)
      targets['guarded'] = { url: targets['limit']!.url, pid: limit.pid, requests: operation.guarded };
    const theirs = generated[operation.name];
    if (theirs) targets['postgraphile'] = { url: `http://127.0.0.1:${peer.said}`, pid: peer.pid, requests: theirs };
    const figures = await inRounds(targets, stage.postmaster, {
      rounds: context.rounds,
      seconds: context.quick ? 1 : 2,
    });
    rows.push({ operation, figures });
    context.log(line(context, operation, figures));
  }
  const text = operationsTable(context, rows);
  context.log(`\n${text}`);
  const drawn = await renderTimes(stage.program, hostOf(seeded), seeded);
  const processes = await processTable(context, stage, idle, drawn);
  context.log(`\n${processes}`);
  await Promise.all([limit.stop(), peer.stop()]);
  const parts = [INTRODUCTION, text, processes];
  if (!only || only.includes('tenants')) parts.push(await measureTenants(context, stage));
  if (only?.includes('large') || (!only && process.argv.includes('--full')))
    parts.push(await measureLarge(context, stage));
  for (const part of parts.slice(3)) context.log(`\n${part}`);
  if (!only) context.write('server', [...parts, MEASURED_ELSEWHERE].join('\n\n'));
}

const flagsOf = (root: string): string[] => [
  ...SERVER_FLAGS,
  '--conditions=source',
  '--import',
  pathToFileURL(join(root, 'infra/dev/source.mjs')).href,
];
const hostOf = (seeded: Seeded): string => `${seeded.tenant.slug}.localhost`;

async function setUp(context: BenchContext): Promise<Stage> {
  const url = new URL(await context.postgres({ max_connections: '60', jit: 'off' }));
  const folder = mkdtempSync(join(tmpdir(), 'madang-bench-'));
  context.onEnd(() => rmSync(folder, { recursive: true, force: true }));
  const client = new pg.Client({ connectionString: url.toString() });
  await client.connect();
  await client.query('CREATE DATABASE bench');
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const postmaster = parentOf(rows[0]!.pid);
  await client.end();
  url.pathname = '/bench';
  const env = {
    NODE_ENV: 'production',
    ROLE: 'web',
    DATABASE_URL: url.toString(),
    MADANG_DATA: folder,
    MADANG_SECRET: SECRET,
    PORT: String(await freePort()),
    PUBLIC_SCHEME: 'http',
    BIND: '127.0.0.1',
    LOG_LEVEL: 'warn',
    TRUST_PROXY: '1',
    DEMO: '0',
  };
  const program = await openProgram(readConfig(env), newLog('error'));
  context.onEnd(() => program.close());
  await program.provisioning.create({
    slug: 'bench',
    name: { ko: '벤치구', en: 'Bench' },
    locales: ['ko', 'en'],
    // The smallest plan has no API tokens, and the bench signs its people in by them.
    plan: 'district',
  });
  await furnish(program, ['bench']);
  const begin = Date.now();
  const seeded = await fill(program, (await program.registry.get({ slug: 'bench' }))!, SIZE, 200);
  context.log(
    `filled one tenant with ${Object.entries(SIZE)
      .map(([what, n]) => `${n} ${what}`)
      .join(', ')} in ${((Date.now() - begin) / 1000).toFixed(1)} s`,
  );
  await vacuum(url.toString());
  // What `npm start` and the image run; the program that fills, the limit and the peer run from source.
  const bundle = await prepareServer({ onProgress: context.log });
  const server = await startChild(
    join(bundle, 'server.mjs'),
    { ...SERVER_ENV, ...env },
    { flags: SERVER_FLAGS, cwd: context.root, ready: /(Ready)/ },
  );
  context.onEnd(() => server.stop());
  await new Promise((done) => setTimeout(done, 1000));
  return { context, program, seeded, env, postmaster, server };
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

const INTRODUCTION = `## The server

One tenant with 2,000 people, 1,000 proposals, 20,000 comments and 100,000 supports. *Limit*: the very statements the
program sends for an operation, put into one that returns JSON, on \`node:http\` and \`pg\`. PostGraphile 5 answers the same
question from the same tables. *Guarded*: the limit again, for somebody who is recognised by a token, in the role of the
tenant. Eight connections over loopback, variants in turn in one run; client, server and
PostgreSQL share the cores, so judge by CPU a request (server and PostgreSQL together, from \`/proc\`), limit ÷ ours.`;

const ratios = (figures: Map<string, Figure[]>, name: string, key: 'cpu' | 'perSecond'): number[] =>
  figures.get(name)!.map((figure, round) => {
    const base = figures.get('limit')![round]!;
    return key === 'cpu' ? base.cpu / figure.cpu : figure.perSecond / base.perSecond;
  });

function line(context: BenchContext, { name, what }: Operation, figures: Map<string, Figure[]>): string {
  const parts = [...figures].map(
    ([who, list]) =>
      `${who} ${context.spreadText(list.map((f) => f.perSecond))}/s ${context.spreadText(list.map((f) => f.cpu))} µs, ${context.digits(context.spread(list.map((f) => f.serverCpu)).median)} of it the server`,
  );
  return `${name} ${what}: ${parts.join(' · ')} · ratio by CPU ${context.spreadText(ratios(figures, 'madang', 'cpu'))}`;
}

function operationsTable(
  context: BenchContext,
  rows: readonly { operation: Operation; figures: Map<string, Figure[]> }[],
): string {
  const header = [
    '',
    '',
    'requests/s',
    'CPU µs a request',
    'of it the server',
    'p50, p97.5 ms',
    'limit ÷ ours by CPU',
    'by requests/s',
  ];
  return context.table(
    header,
    rows.flatMap(({ operation, figures }) =>
      [...figures].map(([who, list], index) => [
        index === 0 ? `**${operation.name}** ${operation.what}` : '',
        who,
        context.spreadText(list.map((f) => f.perSecond)),
        context.spreadText(list.map((f) => f.cpu)),
        context.digits(context.spread(list.map((f) => f.serverCpu)).median),
        `${context.digits(context.spread(list.map((f) => f.p50)).median)}, ${context.digits(context.spread(list.map((f) => f.p97)).median)}`,
        who === 'limit' ? '1' : context.spreadText(ratios(figures, who, 'cpu')),
        who === 'limit' ? '1' : context.spreadText(ratios(figures, who, 'perSecond')),
      ]),
    ),
  );
}

async function processTable(
  context: BenchContext,
  { server }: Stage,
  idle: { memory: number; heap: number },
  drawn: readonly number[],
): Promise<string> {
  const mb = (bytes: number): string => `${(bytes / 1_048_576).toFixed(0)} MB`;
  return context.table(
    ['process', 'figure', 'goal'],
    [
      ['CPU until ready (the bundle, made before)', `${(server.startCpu / 1000).toFixed(1)} s`, '≤ 3 s'],
      ['resident memory, idle after the start', mb(idle.memory), '≤ 180 MB'],
      ['heap in use, idle after the start', mb(idle.heap), ''],
      ['resident memory after the load', mb(memoryOf(server.pid)), ''],
      ['heap in use after the load', mb(await server.heap()), ''],
      [
        `drawing a proposal page without the database, p95 of ${drawn.length}`,
        `${context.digits(drawn[Math.floor(drawn.length * 0.95)]!)} ms`,
        '≤ 20 ms',
      ],
    ],
  );
}
