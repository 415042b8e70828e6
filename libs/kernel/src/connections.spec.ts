import { afterEach, beforeAll, afterAll, describe, expect, it } from '@jest/globals';
import { newDatabase } from '@madang/testing';
import type pg from 'pg';
import { Connections, ConnectionsInUse, type ConnectionsOptions } from './connections.js';

describe('the connections to a database', () => {
  let database: Awaited<ReturnType<typeof newDatabase>>;
  let connections: Connections;
  let held: pg.Client[] = [];
  beforeAll(async () => void (database = await newDatabase()));
  afterAll(() => database.remove());
  afterEach(async () => {
    for (const client of held) connections.give(client, false);
    await connections.close();
  });

  const begin = (options: Partial<ConnectionsOptions> = {}): void => {
    held = [];
    connections = new Connections({ url: database.url, size: 2, hopeMs: 60_000, ...options });
  };
  /** One that has met the tenant from now on; given back at the end where the spec has not. */
  const take = async (schema: string): Promise<pg.Client> => {
    const client = await connections.take(schema);
    held.push(client);
    return client;
  };
  const back = (client: pg.Client, broken = false): void => {
    held = held.filter((one) => one !== client);
    connections.give(client, broken);
  };
  /** Two that know `a` and `b`, both free. */
  const two = async (): Promise<[pg.Client, pg.Client]> => {
    const both: [pg.Client, pg.Client] = [await take('a'), await take('b')];
    for (const client of both) back(client);
    return both;
  };
  const pidOf = async (client: pg.Client): Promise<number> =>
    (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]!.pid;

  it('wait for the one that knows the tenant while another is free', async () => {
    begin();
    const [a, b] = await two();
    expect(await take('a')).toBe(a);
    const second = take('a');
    expect(await take('b')).toBe(b);
    back(b);
    back(a);
    expect(await second).toBe(a);
  });

  it('are spread over a tenant that asks for more than it has', async () => {
    begin();
    const [a, b] = await two();
    await take('a');
    const waits = take('a');
    // One waits already for the only one that knows it.
    expect(await take('a')).toBe(b);
    back(a);
    await waits;
  });

  it('are not hoped for longer than it would take to meet the tenant', async () => {
    begin({ hopeMs: 1 });
    const [a, b] = await two();
    expect(await take('a')).toBe(a);
    expect(await take('a')).toBe(b);
  });

  it('go first to whose tenant they know, else to who waited longest', async () => {
    begin();
    const [a, b] = [await take('a'), await take('b')];
    const order: string[] = [];
    const waiting = ['c', 'b', 'd'].map((schema) => take(schema).then((client) => (order.push(schema), back(client))));
    back(b);
    await Promise.all(waiting);
    expect(order).toEqual(['b', 'c', 'd']);
    back(a);
  });

  it('are refused when all stay in use', async () => {
    // Long enough to open two while others use the machine: patience is for the database, too.
    begin({ patienceMs: 2000 });
    await Promise.all([take('a'), take('b')]);
    await expect(connections.take('c')).rejects.toThrow(ConnectionsInUse);
  });

  it('go first to a tenant that has none in use, known or not', async () => {
    begin();
    const [a, b] = await two();
    await Promise.all([take('a'), take('b')]);
    const order: string[] = [];
    // Two of `b` while it has one; the only one of `c`, whom no connection knows, came last.
    const waiting = ['b', 'b', 'c'].map((schema) =>
      connections.take(schema).then((client) => (order.push(schema), connections.give(client, false))),
    );
    back(a);
    await waiting[2];
    expect(order).toEqual(['c']);
    back(b);
    await Promise.all(waiting);
    expect(order).toEqual(['c', 'b', 'b']);
  });

  it('are made anew after they have met so many tenants', async () => {
    begin({ size: 1, tenants: 2 });
    const pids: number[] = [];
    for (const schema of ['a', 'b', 'a', 'c', 'd']) {
      const client = await take(schema);
      pids.push(await pidOf(client));
      back(client);
    }
    expect(new Set(pids.slice(0, 4)).size).toBe(1);
    expect(pids[4]).not.toBe(pids[0]);
  });

  it('are not waited for where a pooler may give any backend', async () => {
    begin({ hopeMs: 0 });
    const [a, b] = await two();
    expect(await take('a')).toBe(a);
    expect(await take('a')).toBe(b);
  });

  it('are thrown away when they break, free or in use, and made anew for who waits', async () => {
    begin({ size: 1 });
    const first = await take('a');
    const pid = await pidOf(first);
    const waits = take('b');
    back(first, true);
    const second = await waits;
    expect(await pidOf(second)).not.toBe(pid);
    back(second);
    const gone = new Promise((done) => second.once('end', done));
    const other = new Connections({ url: database.url, size: 1 });
    const killer = await other.take('x');
    const ended = await pidOf(second);
    await killer.query('SELECT pg_terminate_backend($1)', [ended]);
    await gone;
    other.give(killer, false);
    await other.close();
    expect(await pidOf(await take('a'))).not.toBe(ended);
  });

  it('are closed when the last one is given back, and none is given any more', async () => {
    begin();
    const client = await take('a');
    const closing = connections.close();
    await expect(connections.take('a')).rejects.toThrow('closed');
    back(client);
    await closing;
  });

  it('say what keeps them from the database', async () => {
    begin({ url: 'postgres://nobody@127.0.0.1:9/gone', size: 1 });
    await expect(connections.take('a')).rejects.toThrow('ECONNREFUSED');
    await expect(connections.take('a')).rejects.toThrow('ECONNREFUSED');
  });
});
