import { request } from 'node:http';
import autocannon, { type Request } from 'autocannon';
import { cpuOf, familyCpu } from './processes.js';

/** What one round showed. */
export interface Figure {
  perSecond: number;
  /** CPU of server and PostgreSQL for one request, in µs. */
  cpu: number;
  /** The server's part of it. */
  serverCpu: number;
  /** Milliseconds within which half, and nearly all (97.5 %), of the answers came. */
  p50: number;
  p97: number;
}

export interface Target {
  url: string;
  pid: number;
  requests: readonly Request[];
}

const CONNECTIONS = 8;

/**
 * Sends the requests of a target in turn over a few connections, each beginning at another place of the list.
 * @throws when any answer is not 200
 */
export async function measure(target: Target, postmaster: number, seconds: number): Promise<Figure> {
  const before = [cpuOf(target.pid), familyCpu(postmaster)] as const;
  let nth = 0;
  const result = await autocannon({
    url: target.url,
    connections: CONNECTIONS,
    duration: seconds,
    sampleInt: 100,
    setupClient(client) {
      const at = Math.floor((nth++ * target.requests.length) / CONNECTIONS);
      client.setRequests([...target.requests.slice(at), ...target.requests.slice(0, at)]);
    },
  });
  const answered = result['2xx'];
  if (result.non2xx > 0 || result.errors > 0 || answered === 0)
    throw new Error(`${target.url}: ${result.non2xx} refused, ${result.errors} failed, ${answered} answered`);
  const server = cpuOf(target.pid) - before[0];
  const database = familyCpu(postmaster) - before[1];
  return {
    perSecond: answered / result.duration,
    cpu: ((server + database) * 1000) / answered,
    serverCpu: (server * 1000) / answered,
    p50: result.latency.p50,
    p97: result.latency.p97_5,
  };
}

/** Sends the first request of a target by itself. @throws when the answer is not what a reader hopes for */
async function tryOut({ url, requests }: Target): Promise<void> {
  const first = requests[0]!;
  const [status, body] = await new Promise<[number, string]>((done, fail) => {
    const sent = request(url + first.path!, { method: first.method, headers: first.headers }, (reply) => {
      let text = '';
      reply.setEncoding('utf8').on('data', (part: string) => (text += part));
      reply.once('end', () => done([reply.statusCode!, text]));
    });
    sent.once('error', fail).end(first.body);
  });
  if (status !== 200 || body.startsWith('{"errors"'))
    throw new Error(`${url}${first.path}: ${status} ${body.slice(0, 1000)}`);
}

/** Measures several targets in turn, the order reversed every other round, after one short round to warm up. */
export async function inRounds(
  targets: Readonly<Record<string, Target>>,
  postmaster: number,
  options: { rounds: number; seconds: number },
): Promise<Map<string, Figure[]>> {
  const names = Object.keys(targets);
  const figures = new Map<string, Figure[]>(names.map((name) => [name, []]));
  for (const target of Object.values(targets)) await tryOut(target);
  for (let round = -1; round < options.rounds; round += 1)
    for (const name of round % 2 ? names.toReversed() : names) {
      const figure = await measure(targets[name]!, postmaster, round < 0 ? 1 : options.seconds);
      if (round >= 0) figures.get(name)!.push(figure);
    }
  return figures;
}
