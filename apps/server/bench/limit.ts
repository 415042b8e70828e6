/**
 * The limit that the bench holds the program against: the very statements the program sends for an operation, each
 * operation's put together into one that returns JSON, on node:http and pg with nothing between.
 */
import { createServer as createHttp } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { newId, Unit } from '@madang/kernel';
import { readConfig } from '../src/config.js';
import { newLog } from '../src/log.js';
import { openProgram } from '../src/program.js';
import { createServer } from '../src/server.js';
import { R1, R2, S1, ask } from './operations.js';
import { WORDS } from './seed.js';

interface Sent {
  text: string;
  values: unknown[];
}

const {
  BENCH_HOST: host = '',
  BENCH_SCHEMA: schema = '',
  BENCH_TOKEN: token = '',
  BENCH_NUMBER = '1',
  BENCH_ID: id = '',
  BENCH_SPACE: space = '',
} = process.env;
const number = Number(BENCH_NUMBER);

/** Sends one request of each operation through the program and notes what it asks the database. */
async function record(): Promise<Map<string, Sent[]>> {
  const program = await openProgram(readConfig(process.env), newLog('error'));
  const server = await createServer(program);
  const fastify = server.app.getHttpAdapter().getInstance() as unknown as {
    inject(request: object): Promise<{ statusCode: number; body: string }>;
  };
  let sent: Sent[] = [];
  const original = (Unit.prototype as unknown as { query(text: string, values: unknown[]): unknown }).query;
  (Unit.prototype as unknown as { query: unknown }).query = function (this: unknown, text: string, values: unknown[]) {
    sent.push({ text, values });
    return original.call(this, text, values);
  };
  const recorded = new Map<string, Sent[]>();
  const note = async (
    name: string,
    request: { method?: string; path?: string; headers?: Record<string, string>; body?: string },
  ): Promise<void> => {
    const options = { method: request.method, url: request.path, headers: request.headers, payload: request.body };
    await fastify.inject(options); // the first one also reads what is kept afterwards
    if (options.method === 'GET') await new Promise((done) => setTimeout(done, 1100)); // the visitors' cache forgets
    sent = [];
    const { statusCode, body } = await fastify.inject(options);
    if (statusCode !== 200 || body.includes('"errors"'))
      throw new Error(`${name}: ${statusCode} ${body.slice(0, 500)}`);
    recorded.set(name, sent);
    sent = [];
  };
  await note('r1', ask(host, 0, R1, {}));
  await note('r2', ask(host, 0, R2, { space, number, id }, token));
  for (const word of WORDS) await note(`s1 ${word}`, ask(host, 0, S1, { q: word }));
  await note('r3', { method: 'GET', path: '/', headers: { host } });
  await note('r4', { method: 'GET', path: `/${space}/proposals/${number}`, headers: { host } });
  await server.close();
  await program.close();
  return recorded;
}

/** One statement that returns the rows of all of them as JSON. */
function together(sent: readonly Sent[]): Sent {
  const values: unknown[] = [];
  const parts = sent.map(({ text, values: own }, index) => {
    const shifted = text.replace(/\$(\d+)/g, (_, n: string) => `$${Number(n) + values.length}`);
    values.push(...own);
    return `'q${index}', (SELECT coalesce(json_agg(x), '[]') FROM (${shifted}) x)`;
  });
  return { text: `SELECT json_build_object(${parts.join(', ')})::text AS json`, values };
}

const recorded = await record();
const pool = new pg.Pool({
  connectionString: process.env['DATABASE_URL'],
  max: 8,
  options: `-c search_path=${schema},ext`,
});
const keepers = new pg.Pool({
  connectionString: process.env['DATABASE_URL'],
  max: 8,
  ...({ pipeline: true } as object),
});
const read = (name: string): ((swap: (value: unknown) => unknown) => Promise<string>) => {
  const { text, values } = together(recorded.get(name)!);
  return async (swap) => (await pool.query<{ json: string }>({ name, text, values: values.map(swap) })).rows[0]!.json;
};
const [r1, r2, r3, r4] = ['r1', 'r2', 'r3', 'r4'].map(read) as [
  ReturnType<typeof read>,
  ReturnType<typeof read>,
  ReturnType<typeof read>,
  ReturnType<typeof read>,
];
const s1 = new Map(WORDS.map((word) => [word, read(`s1 ${word}`)]));
// Writes: the statement that acts and counts, without the rules that the program asks in the same breath.
const COUNT = (by: string): string =>
  `counted AS (INSERT INTO tallies (subject_id, kind, slot, n) SELECT subject_id, 'support', $4, ${by} FROM done
     ON CONFLICT (subject_id, kind, slot) DO UPDATE SET n = tallies.n + ${by} RETURNING n)
   SELECT EXISTS (SELECT 1 FROM item) AS open, EXISTS (SELECT 1 FROM done) AS done`;
const ITEM = 'item AS (SELECT id FROM subjects WHERE id = $1 AND state = ANY($2) FOR SHARE)';
const SUPPORT = `WITH ${ITEM}, done AS (INSERT INTO supports (subject_id, person_id, name_hidden, at) SELECT id, $3, false, $5 FROM item
     ON CONFLICT DO NOTHING RETURNING subject_id), ${COUNT('1')}`;
const TAKE_BACK = `WITH ${ITEM}, done AS (DELETE FROM supports WHERE subject_id IN (SELECT id FROM item) AND person_id = $3 RETURNING subject_id), ${COUNT('-1')}`;
const COMMENT = `WITH made AS (INSERT INTO comments (id, subject_id, root_id, depth, path, author_id, body, created_at) VALUES ($1::uuid, $2::uuid, $1::uuid, 0, '/' || $1::uuid::text, $3, $4, $5) RETURNING id),
  counted AS (INSERT INTO tallies (subject_id, kind, slot, n) VALUES ($2::uuid, 'comment', $6, 1) ON CONFLICT (subject_id, kind, slot) DO UPDATE SET n = tallies.n + 1)
  SELECT id FROM made`;
const same = (value: unknown): unknown => value;
const swapper = (query: URLSearchParams): ((value: unknown) => unknown) => {
  const [n, s] = [Number(query.get('n')), query.get('s')];
  return (value) => (value === number ? n : value === id ? s : value);
};
const slot = (): number => Math.floor(Math.random() * 16);

/**
 * The same act as a server must do it that knows whom it serves: who holds the token, in a reading transaction of the
 * tenant's role, then the act in one of its own. What our own server asks beyond that are the rules of the act.
 */
async function guarded(act: { name: string; text: string; values: unknown[] }): Promise<unknown> {
  const who = recorded.get('r2')!.find(({ text }) => text.includes('token_hash'))!;
  const begin = (how: string): string =>
    `BEGIN ${how};SET LOCAL ROLE ${schema};SET LOCAL search_path = ${schema}, ext, pg_temp;SET LOCAL statement_timeout = '5000ms'`;
  const client = await keepers.connect();
  const { stream } = (client as unknown as { connection: { stream: { cork(): void; uncork(): void } } }).connection;
  const together = (...queries: (() => Promise<unknown>)[]): Promise<unknown[]> => {
    stream.cork();
    const sent = queries.map((query) => query());
    process.nextTick(() => stream.uncork());
    return Promise.all(sent);
  };
  try {
    await together(
      () => client.query(begin('READ ONLY')),
      () => client.query({ name: 'who', ...who }),
      () => client.query('COMMIT'),
    );
    const [, done] = await together(
      () => client.query(begin('')),
      () => client.query(act),
    );
    await client.query('COMMIT');
    return (done as pg.QueryResult).rows[0];
  } finally {
    client.release();
  }
}

async function answer(path: string, query: URLSearchParams): Promise<string> {
  const send = async (act: { name: string; text: string; values: unknown[] }): Promise<string> =>
    JSON.stringify(path.endsWith('g') ? await guarded(act) : (await pool.query<object>(act)).rows[0]);
  switch (path) {
    case '/r1':
      return r1(same);
    case '/r2':
      return r2(swapper(query));
    case '/r3':
      return r3(same);
    case '/r4':
      return r4(swapper(query));
    case '/s1':
      return s1.get(query.get('q')!)!(same);
    case '/w1':
    case '/w1g': {
      const [s, p] = [query.get('s'), query.get('p')];
      const on = query.get('on') === '1';
      const values = [s, ['collecting'], p, slot(), ...(on ? [new Date()] : [])];
      return send({ name: on ? 'on' : 'off', text: on ? SUPPORT : TAKE_BACK, values });
    }
    default: {
      const text = '저도 같은 생각이에요. 꼭 되면 좋겠습니다.';
      const values = [newId(), query.get('s'), query.get('p'), text, new Date(), slot()];
      return send({ name: 'comment', text: COMMENT, values });
    }
  }
}

let told = false; // the first failure explains the others
const http = createHttp((request, reply) => {
  const [path = '', query = ''] = request.url!.split('?');
  answer(path, new URLSearchParams(query)).then(
    (json) =>
      reply.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) }).end(json),
    (error: unknown) => {
      if (!told) process.stderr.write(`${path}: ${String(error)}\n`);
      told = true;
      reply.writeHead(500).end();
    },
  );
});
http.listen(0, '127.0.0.1', () => process.stdout.write(`ready ${(http.address() as AddressInfo).port}\n`));
process.on('SIGTERM', () => process.exit(0));
