import type { Request } from 'autocannon';
import type { BenchContext } from '../../../infra/dev/bench.mjs';
import { migrationsOf, parts } from '../src/parts.js';
import { upgradeAll } from '@madang/platform-tenancy';
import type { Program } from '../src/program.js';
import { inRounds, type Figure, type Target } from './load.js';
import { ask, page, R1 } from './operations.js';
import { cpuOf, familyCpu, memoryOf, type Child } from './processes.js';
import { fill } from './seed.js';

interface Stage {
  program: Program;
  env: Record<string, string>;
  postmaster: number;
  server: Child;
}

interface Host {
  host: string;
  space: string;
}

const SMALL = { people: 10, proposals: 30, comments: 60, supports: 100 };

/** How many tenants a run makes: 1,000 only when asked, because they take several minutes; `BENCH_TENANTS=100` asks for others. */
function counts(context: BenchContext): number[] {
  const wanted = process.env['BENCH_TENANTS'];
  if (wanted) return wanted.split(',').map(Number);
  return process.argv.includes('--full') ? [10, 100, 1000] : context.quick ? [10] : [10, 100];
}

/** Provisioning, upgrading, reading and remembering many tenants. */
export async function measureTenants(context: BenchContext, stage: Stage): Promise<string> {
  const { program, server } = stage;
  const rows: string[][] = [];
  const hosts: Host[] = [];
  const ms = (list: readonly number[]): string => `${context.spreadText(list)} ms`;
  for (const count of counts(context)) {
    const made: number[] = [];
    while (hosts.length < count) {
      const slug = `many-${hosts.length + 1}`;
      const begin = performance.now();
      await program.provisioning.create({ slug, name: { ko: `마당 ${hosts.length + 1}` } });
      made.push(performance.now() - begin);
      const { space } = await fill(program, (await program.registry.get({ slug }))!, SMALL);
      hosts.push({ host: `${slug}.localhost`, space });
    }
    rows.push([`${count} tenants`, 'making one, no spare', ms(made), '≤ 3,000 ms']);
    // What the program itself keeps of a first request is no tenant's.
    await touch(
      stage,
      Array.from({ length: 100 }, (_, n) => ask('bench.localhost', n, R1, {})),
    );
    const before = await server.heap();
    const resident = memoryOf(server.pid);
    const each = hosts.map(({ host }, n) => ask(host, n, R1, {}));
    const cpu = (): number => cpuOf(server.pid) + familyCpu(stage.postmaster);
    const began = cpu();
    await touch(stage, each);
    const met = (cpu() - began) / hosts.length;
    // PostgreSQL plans a statement anew the first five times on a connection; what is measured below is a server that runs.
    for (let n = 0; n < 7; n += 1) await touch(stage, each);
    rows.push([
      '',
      'heap of the server a tenant that was read',
      `${(((await server.heap()) - before) / hosts.length / 1024).toFixed(1)} KB`,
      '≤ 5 KB',
    ]);
    rows.push(['', 'first request to a tenant, CPU', `${met.toFixed(1)} ms`, '']);
    rows.push([
      '',
      'resident memory before, after',
      `${(resident / 1_048_576).toFixed(0)}, ${(memoryOf(server.pid) / 1_048_576).toFixed(0)} MB`,
      'flat',
    ]);
    for (const [what, make, goal] of [
      ['R1', list, '≥ 0.7'],
      ['five kinds of request', kinds, ''],
    ] as const)
      rows.push(...(await inTurn(context, stage, hosts, { what, make, goal })));
    rows.push(...(await upgrades(program, count)));
  }
  rows.push(['', 'making one from a spare', ms(await claims(program)), '≤ 200 ms']);
  return context.table(['tenants', 'measure', 'figure', 'goal'], rows);
}

type Make = (host: Host, n: number, kind: number) => Request;

const list: Make = ({ host }, n) => ask(host, n, R1, {});

/** What people and programs look at, none of it in the visitors' cache: home, list, item, search, API. */
const kinds: Make = (one, n, kind) => {
  const { host, space } = one;
  const paths = [
    `/?b=${n}`,
    `/proposals?b=${n}`,
    `/${space}/proposals/${1 + (n % 20)}?b=${n}`,
    `/search?q=공원&b=${n}`,
  ];
  const path = paths[kind % (paths.length + 1)];
  return path ? page(host, n, encodeURI(path)) : list(one, n, kind);
};

/** Asks one tenant and all in turn, and compares. */
async function inTurn(
  context: BenchContext,
  stage: Stage,
  hosts: readonly Host[],
  { what, make, goal }: { what: string; make: Make; goal: string },
): Promise<string[][]> {
  const { server } = stage;
  const url = `http://127.0.0.1:${stage.env['PORT']}`;
  const target = (of: readonly Host[]): Target => ({
    url,
    pid: server.pid,
    requests: Array.from({ length: Math.max(1000, hosts.length) }, (_, n) =>
      make(of[n % of.length]!, n, n + Math.floor(n / of.length)),
    ),
  });
  const figures = await inRounds({ one: target(hosts.slice(0, 1)), many: target(hosts) }, stage.postmaster, {
    rounds: context.quick ? 2 : 5,
    seconds: context.quick ? 2 : 4,
  });
  const one = figures.get('one')!;
  const many = figures.get('many')!;
  const micros = (list: readonly Figure[]): string =>
    `${context.digits(context.spread(list.map(({ cpu }) => cpu)).median)} (server ${context.digits(context.spread(list.map(({ serverCpu }) => serverCpu)).median)})`;
  return [
    [
      '',
      `${what} in turn over all ÷ on one, by CPU`,
      context.spreadText(many.map((figure, round) => one[round]!.cpu / figure.cpu)),
      goal,
    ],
    ['', '… CPU µs a request on one, over all', `${micros(one)}, ${micros(many)}`, ''],
    [
      '',
      '… by requests/s',
      context.spreadText(many.map((figure, round) => figure.perSecond / one[round]!.perSecond)),
      '',
    ],
  ];
}

/** Milliseconds to make a tenant of each of a few spares. */
async function claims(program: Program): Promise<number[]> {
  await program.provisioning.stock(3);
  const taken: number[] = [];
  for (const n of [1, 2, 3]) {
    const begin = performance.now();
    await program.provisioning.create({ slug: `spare-${n}`, name: { ko: '예비' } });
    taken.push(performance.now() - begin);
  }
  return taken;
}

/** Reads every tenant once, a few at a time. */
async function touch(
  stage: Stage,
  requests: readonly { headers?: Record<string, string>; body?: string }[],
): Promise<void> {
  const { request } = await import('node:http');
  const send = (one: { headers?: Record<string, string>; body?: string }): Promise<void> =>
    new Promise((done, fail) => {
      const sent = request(
        { host: '127.0.0.1', port: Number(stage.env['PORT']), path: '/graphql', method: 'POST', headers: one.headers },
        (reply) => reply.resume().once('end', done),
      );
      sent.once('error', fail).end(one.body);
    });
  for (let at = 0; at < requests.length; at += 4) await Promise.all(requests.slice(at, at + 4).map(send));
}

let version = 100_000; // each step makes the schema one version newer than any of the program's

async function upgrades(program: Program, count: number): Promise<string[][]> {
  version += 1;
  const step = {
    version,
    name: 'bench',
    statements: [
      `ALTER TABLE subjects ADD COLUMN bench_${version} text`,
      `CREATE INDEX bench_${version} ON subjects (bench_${version}) WHERE bench_${version} IS NOT NULL`,
    ],
  };
  const migrations = [...migrationsOf(parts), step];
  const report = await upgradeAll(program.provisioning, program.platform, { migrations });
  if (report.failed.length > 0) throw new Error(`upgrade failed: ${report.failed[0]!.error}`);
  const begin = performance.now();
  await upgradeAll(program.provisioning, program.platform, { migrations });
  const again = performance.now() - begin;
  const perTenant = report.milliseconds / report.upgraded.length;
  return [
    [
      '',
      `upgrade of ${report.upgraded.length} tenants, a column and an index`,
      `${report.milliseconds} ms, ${perTenant.toFixed(1)} ms each`,
      count === 1000 ? '≤ 60 s' : '',
    ],
    ['', 'upgrade with nothing to do', `${again.toFixed(1)} ms`, count === 1000 ? '≤ 5 s' : ''],
  ];
}
