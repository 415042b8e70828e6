import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { freePort, runningServer } from '../../../infra/dev/embedded-postgres.mjs';
import { ROOT } from './rules/tree.js';

const folder = mkdtempSync(join(tmpdir(), 'madang-start-'));
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Started {
  child: ChildProcess;
  /** Resolves when the output matches; rejects, with the output, when the program ends first. */
  until(expected: RegExp): Promise<void>;
  output(): string;
  ended: Promise<number | null>;
}

function start(port: number, data: string): Started {
  const child = spawn(process.execPath, [join(ROOT, 'infra/dev/start.mjs')], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    // No demonstration tenants: what is tested here is starting and stopping.
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      PORT: String(port),
      MADANG_DATA: data,
      DEMO: '0',
      SPARE_TENANTS: '0',
    },
  });
  let output = '';
  const changed: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      for (const look of changed) look();
    });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const until = (expected: RegExp): Promise<void> =>
    new Promise((done, failed) => {
      const look = (): void => {
        if (expected.test(output)) done();
      };
      changed.push(look);
      look();
      void ended.then(() => failed(new Error(`ended before ${expected}:\n${output}`)));
    });
  return { child, until, output: () => output, ended };
}

const answers = async (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/healthz`).then(
    (reply) => reply.ok,
    () => false,
  );

describe('npm start', () => {
  const data = join(folder, 'data');

  it('comes up from nothing, tells a second one that the port is taken, and stops cleanly', async () => {
    const port = await freePort();
    const first = start(port, data);
    await first.until(/Ready\./);
    expect(await answers(port)).toBe(true);

    const second = start(port, join(folder, 'other'));
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`Port ${port} is already in use.`);
    expect(second.output()).toContain(`PORT=${port + 1} MADANG_DATA=.madang-${port + 1} npm start`);

    const third = start(await freePort(), data);
    expect(await third.ended).toBe(1);
    expect(third.output()).toContain('already uses the data folder');

    // The stand-in for payments goes with it, even while somebody's browser keeps a line open.
    const payments = /payments\s+http:\/\/\S+?:(\d+)/.exec(first.output())![1]!;
    const agent = new Agent({ keepAlive: true });
    const status = await new Promise<number>((done, failed) => {
      get({ host: '127.0.0.1', port: payments, path: '/nothing', agent }, (reply) => {
        reply.resume();
        reply.on('end', () => done(reply.statusCode ?? 0));
      }).on('error', failed);
    });
    expect(status).toBeGreaterThan(0);

    first.child.kill('SIGINT');
    expect(await first.ended).toBe(0);
    agent.destroy();
    expect(first.output()).toContain('stopped.');
    await expect(fetch(`http://127.0.0.1:${payments}/`)).rejects.toThrow();
    expect(await answers(port)).toBe(false);
    expect(runningServer(join(data, 'postgres'))).toBeUndefined();
  }, 120_000);

  it('comes back after its launcher is killed, and its application does not outlive it', async () => {
    const port = await freePort();
    const first = start(port, data);
    await first.until(/Ready\./);
    first.child.kill('SIGKILL');
    // The streams close only when the application, which inherited them, has ended too.
    await first.ended;
    expect(await answers(port)).toBe(false);

    const second = start(port, data);
    await second.until(/Ready\./);
    expect(second.output()).toContain('an earlier run left behind');
    expect(await answers(port)).toBe(true);
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
    expect(JSON.parse(readFileSync(join(data, 'postgres.json'), 'utf8'))).not.toHaveProperty('port');
  }, 120_000);

  it('says what is wrong with a port that is none', async () => {
    const wrong = start(Number.NaN, data);
    expect(await wrong.ended).toBe(1);
    expect(wrong.output()).toContain('PORT=NaN is no port number');
  });
});
