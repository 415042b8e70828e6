import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newDatabase } from '@madang/testing';
import pg from 'pg';
import { Listener } from './listener.js';

const PAUSE = 30;
let own: Awaited<ReturnType<typeof newDatabase>>;
beforeAll(async () => {
  own = await newDatabase();
});
afterAll(() => own?.remove());

/** A way to the database that can be cut and mended, and counts who comes. */
async function wire(): Promise<{
  url: string;
  cut(): void;
  mend(): void;
  nth(count: number): Promise<void>;
  close(): Promise<void>;
}> {
  const target = new URL(own.url);
  const sockets = new Set<Socket>();
  const waiting: (() => void)[] = [];
  let arrivals = 0;
  let open = true;
  const server = createServer((socket) => {
    arrivals += 1;
    waiting.forEach((look) => look());
    socket.on('error', () => undefined);
    if (!open) return void socket.destroy();
    const far = connect(Number(target.port), target.hostname);
    far.on('error', () => undefined);
    sockets.add(socket.pipe(far)).add(far.pipe(socket));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = new URL(own.url);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.toString(),
    cut() {
      open = false;
      for (const socket of sockets) socket.destroy();
    },
    mend: () => void (open = true),
    nth: (count) => new Promise((done) => waiting.push(() => arrivals >= count && done())),
    close: () => new Promise((done) => server.close(() => done())),
  };
}

describe('a listener', () => {
  it('comes back one attempt at a time, however long the database is away', async () => {
    const line = await wire();
    const heard: string[] = [];
    let gaps = 0;
    const listener = new Listener(
      line.url,
      { madang_tenants: (payload) => void heard.push(payload) },
      () => void (gaps += 1),
      PAUSE,
    );
    await listener.open();
    const twelve = line.nth(12);
    const began = Date.now();
    line.cut();
    await twelve;
    // 11 attempts are 11 pauses; attempts that multiply would come together in a few.
    expect(Date.now() - began).toBeGreaterThanOrEqual(10 * PAUSE);

    line.mend();
    const sender = new pg.Client({ connectionString: own.url });
    await sender.connect();
    while (heard.length === 0) await sender.query(`SELECT pg_notify('madang_tenants', 'news')`);
    await sender.end();
    expect(heard[0]).toBe('news');
    expect(gaps).toBeGreaterThan(10);
    await listener.close();
    await line.close();
  });
});
