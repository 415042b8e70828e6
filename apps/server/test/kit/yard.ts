import { mkdtempSync, rmSync } from 'node:fs';
import { request as send } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { features } from '@madang/kernel';
import { newDatabase } from '@madang/testing';
import { readConfig, type Config } from '../../src/config.js';
import { openProgram, type Program } from '../../src/program.js';
import { createServer, type Server } from '../../src/server.js';

/** An answer of the server under test. */
export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
  bytes: Buffer;
  /** Cookies set, by name. */
  cookies: Record<string, string>;
}

export interface Ask {
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  cookies?: Record<string, string>;
  form?: Record<string, string | string[]>;
  json?: unknown;
  body?: string | Buffer;
}

/** A whole installation on a database of its own: web, API, jobs on demand. */
export interface House {
  program: Program;
  server: Server;
  port: number;
  /** Sends a real request to a host of this installation. */
  ask(host: string, path: string, ask?: Ask): Promise<Answer>;
  /** An operation on a tenant's API. */
  gql(
    host: string,
    query: string,
    variables?: object,
    headers?: Record<string, string>,
  ): Promise<{
    data?: Record<string, never> & Record<string, unknown>;
    errors?: { message: string; extensions: { code: string } }[];
  }>;
  close(): Promise<void>;
}

/**
 * Starts one; every spec file has its own. Tenants begin on the first plan: most specs are about something else than plans, so it
 * leaves out nothing here, unless the plans are wanted as they are shipped.
 */
export async function openHouse(
  env: Record<string, string> = {},
  { plans = 'roomy' }: { plans?: 'roomy' | 'shipped' } = {},
): Promise<House> {
  const own = await newDatabase();
  const dir = mkdtempSync(join(tmpdir(), 'madang-spec-'));
  const config: Config = readConfig({
    NODE_ENV: 'test',
    PORT: '0',
    BIND: '127.0.0.1',
    DATABASE_URL: own.url,
    MADANG_DATA: dir,
    MADANG_SECRET: 'a secret of tests, long enough for the rule',
    LOG_LEVEL: 'silent',
    ...env,
  });
  const program = await openProgram(config);
  if (plans === 'roomy')
    await program.platform.run(`UPDATE platform.plans SET features = $1 WHERE id = 'free'`, [[...features().keys()]]);
  const server = await createServer(program);
  const port = await server.listen();
  const ask = (host: string, path: string, options: Ask = {}): Promise<Answer> => asking(port, host, path, options);
  return {
    program,
    server,
    port,
    ask,
    async gql(host, query, variables = {}, headers = {}) {
      const answer = await ask(host, '/graphql', { method: 'POST', json: { query, variables }, headers });
      return JSON.parse(answer.body) as never;
    },
    async close() {
      await server.close();
      await program.close();
      await own.remove();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Sends a real request to a host of whatever listens on a port. */
export function asking(port: number, host: string, path: string, options: Ask): Promise<Answer> {
  const form = options.form
    ? new URLSearchParams(
        Object.entries(options.form).flatMap(([name, value]) =>
          (Array.isArray(value) ? value : [value]).map((v): [string, string] => [name, v]),
        ),
      ).toString()
    : undefined;
  const body = options.body ?? form ?? (options.json === undefined ? undefined : JSON.stringify(options.json));
  const cookie = Object.entries(options.cookies ?? {})
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
  return new Promise((resolve, reject) => {
    const request = send(
      {
        host: '127.0.0.1',
        port,
        path,
        method: options.method ?? (body === undefined ? 'GET' : 'POST'),
        headers: {
          host: `${host}:${port}`,
          ...(form !== undefined ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
          ...(options.json !== undefined ? { 'content-type': 'application/json' } : {}),
          ...(cookie ? { cookie } : {}),
          ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
          ...options.headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const set = response.headers['set-cookie'] ?? [];
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString('utf8'),
            bytes: Buffer.concat(chunks),
            cookies: Object.fromEntries(
              set.map((line) => line.split(';')[0]!.split(/=(.*)/s).slice(0, 2) as [string, string]),
            ),
          });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** The form token in a page. */
export const tokenIn = (html: string): string => /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
