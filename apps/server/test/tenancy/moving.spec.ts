import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { db, inContext, inUnit, newContext, SYSTEM, type Tenant } from '@madang/kernel';
import { openMoves, settleMoves, tablesOf } from '@madang/platform-tenancy';
import { newDatabase, standsAt } from '@madang/testing';
import pg from 'pg';
import { sourceFlags } from '../../../../infra/dev/node24.mjs';
import { provisionDemo, tenantFolders } from '../../src/demo/demo.js';
import { signedInOperator, type OperatorBrowser } from '../kit/operators.js';
import { openHouse, tokenIn, type House } from '../kit/yard.js';
import { ROOT } from '../rules/tree.js';

/** Every row of every table as text, read where the tenant lies. */
async function everything(house: House, { placement, schema }: Tenant): Promise<Record<string, string[]>> {
  return (await house.program.provisioning.at(placement)).withAdmin(async (client) => {
    const all: Record<string, string[]> = {};
    for (const { name, columns } of await tablesOf(client, schema)) {
      const sorted = columns.map((column) => `"${column.name}"`).sort();
      const { rows } = await client.query<{ line: string }>(
        `SELECT ROW(${sorted.join(', ')})::text AS line FROM ${schema}."${name}" ORDER BY 1`,
      );
      all[name] = rows.map(({ line }) => line);
    }
    return all;
  });
}

describe('moving a tenant of a running installation', () => {
  let house: House;
  let east: Awaited<ReturnType<typeof newDatabase>>;
  let owner: OperatorBrowser;
  const [slug, other] = [tenantFolders()[0]!, tenantFolders()[1]!];
  const host = `${slug}.localhost`;

  beforeAll(async () => {
    east = await newDatabase();
    house = await openHouse({ PLACEMENTS: `east=${east.url}\ngone=postgres://nobody@127.0.0.1:9/gone` });
    await provisionDemo(house.program, house.server, () => undefined);
    await house.server.worker.drain();
    owner = await signedInOperator(house);
  }, 180_000);
  afterAll(async () => {
    await house?.close();
    await east?.remove();
  });

  const tenant = async (): Promise<Tenant> => (await house.program.registry.get({ slug }))!;
  const operation = async (
    id: string,
  ): Promise<{ state: string; error: string | null; steps: { name: string; state: string }[] }> => {
    await house.server.operations.drain();
    type Seen = { operation: { state: string; error: string | null; steps: { name: string; state: string }[] } };
    return (
      await owner.ask<Seen>('query ($id: ID!) { operation(id: $id) { state error steps { name state } } }', { id })
    ).data.operation;
  };
  const moved = async (to: string): Promise<Awaited<ReturnType<typeof operation>>> =>
    operation(
      (await owner.ask<{ moveTenant: string }>(`mutation { moveTenant(slug: "${slug}", to: "${to}") }`)).data
        .moveTenant,
    );
  /** Whatever `work` gives, with a tenant as it is while somebody copies it. */
  async function whileMoving<T>(work: () => Promise<T>): Promise<T> {
    const { id } = await tenant();
    const note = async (to: string | null): Promise<void> => {
      await house.program.platform.run('UPDATE platform.tenants SET moving_to = $2 WHERE id = $1', [id, to]);
      await house.program.registry.changed(id);
    };
    await note('east');
    try {
      return await work();
    } finally {
      await note(null);
    }
  }
  const askForLink = async (): Promise<{ status: number; body: string }> => {
    const page = await house.ask(host, '/sign-in');
    return house.ask(host, '/sign-in', {
      form: { _csrf: tokenIn(page.body), email: 'reader@moving.example' },
      cookies: page.cookies,
    });
  };
  const letters = async (): Promise<number> =>
    (
      await house.program.platform.rows(
        `SELECT 1 AS one FROM platform.mailbox WHERE recipient = 'reader@moving.example'`,
      )
    ).length;

  it('takes every row of every table there and back, and says so step by step', async () => {
    const before = await everything(house, await tenant());
    expect(Object.values(before).flat().length).toBeGreaterThan(500);
    const there = await moved('east');
    expect(there).toMatchObject({ state: 'done', error: null });
    expect(there.steps.map(({ name, state }) => `${name} ${state}`)).toEqual(
      ['announce', 'quiet', 'copy', 'compare', 'switch', 'clean'].map((name) => `${name} done`),
    );
    const away = await tenant();
    expect(away).toMatchObject({ placement: 'east', moving: false });
    const noted = await everything(house, away);
    // What is new is the line in the tenant's own audit.
    expect(noted['audit']!.filter((line) => !before['audit']!.includes(line)).join()).toContain('platform.moved');
    expect({ ...noted, audit: before['audit'] }).toEqual(before);
    expect((await house.ask(host, '/')).status).toBe(200);

    expect(await moved('main')).toMatchObject({ state: 'done', error: null });
    expect(await tenant()).toMatchObject({ placement: 'main' });
    expect({ ...(await everything(house, await tenant())), audit: before['audit'] }).toEqual(before);
    expect((await standsAt(east.url, away.schema)).schema).toBe(false);
    const log = await owner.ask<{ log: { nodes: { act: string }[] } }>(
      `{ log(slug: "${slug}", first: 10) { nodes { act } } }`,
    );
    expect(log.data.log.nodes.map(({ act }) => act)).toEqual([
      'tenant.moved', 'tenant.move_begun', 'tenant.move_asked', 'tenant.moved', 'tenant.move_begun', 'tenant.move_asked',
    ].concat(log.data.log.nodes.slice(6).map(({ act }) => act))); // prettier-ignore
  }, 60_000);

  it('is refused to who may not, and towards nowhere', async () => {
    const reader = await signedInOperator(house, 'reader');
    const code = async (who: OperatorBrowser, field: string): Promise<string | undefined> =>
      (await who.ask(`mutation { ${field} }`)).errors?.[0]?.extensions.code;
    expect(await code(reader, `moveTenant(slug: "${slug}", to: "east")`)).toBe('operator_denied');
    expect(await code(reader, `stopMove(slug: "${slug}") { slug }`)).toBe('operator_denied');
    expect(await code(owner, `moveTenant(slug: "${slug}", to: "mars")`)).toBe('invalid_input');
    expect(await code(owner, `stopMove(slug: "${slug}") { slug }`)).toBe('tenancy_not_moving');
    const failed = await moved('gone');
    expect(failed.state).toBe('failed');
    expect(failed.error).toContain('"gone" cannot be used');
    expect(await tenant()).toMatchObject({ placement: 'main', moving: false });
  });

  it('can be read meanwhile; what is sent waits, with a word why', async () => {
    await whileMoving(async () => {
      expect((await house.ask(host, '/')).status).toBe(200);
      const sent = await askForLink();
      expect(sent.status).toBe(503);
      expect(sent.body).toContain('지금은 읽기만 할 수 있어요');
      const asked = await house.gql(host, 'mutation { requestSignInLink(input: { email: "reader@moving.example" }) }');
      expect(asked.errors?.[0]?.extensions.code).toBe('tenant_moving');
      expect((await house.gql(host, '{ site { name } }')).errors).toBeUndefined();
      expect((await house.ask(`${other}.localhost`, '/sign-in')).status).toBe(200);
    });
    expect((await askForLink()).status).toBeLessThan(400);
    await house.server.worker.drain();
    expect(await letters()).toBe(1);
  });

  it('keeps jobs for later, and its jobs and mails work there', async () => {
    await askForLink();
    await whileMoving(async () => {
      expect(await house.server.worker.drain()).toBe(0);
      expect(await letters()).toBe(1);
    });
    await moved('east');
    await house.server.worker.drain();
    expect(await letters()).toBe(2);

    // There the job is written with the change, and goes once to the queue however often it is sent.
    await askForLink();
    const place = await house.program.provisioning.at('east');
    const waiting = await place.platform.rows<{ id: string; job_id: string }>(
      'SELECT id::text, job_id FROM platform.outbox',
    );
    expect(waiting.length).toBeGreaterThan(0);
    expect(await house.program.platform.rows('SELECT 1 AS one FROM platform.outbox')).toEqual([]);
    await house.server.worker.start();
    const sent = async (): Promise<number> =>
      (
        await house.program.platform.rows('SELECT 1 AS one FROM pgboss.job WHERE id = ANY($1::uuid[])', [
          waiting.map(({ job_id }) => job_id),
        ])
      ).length;
    while ((await sent()) < waiting.length || (await letters()) < 3)
      await house.program.platform.rows('SELECT pg_sleep(0.05)');
    await place.withAdmin(async (client) => {
      for (const { job_id } of waiting)
        await client.query(
          `INSERT INTO platform.outbox (job_id, schema_name, topic, payload) VALUES ($1, $2, 'events.announce', '{}')`,
          [job_id, (await tenant()).schema],
        );
    });
    await house.server.worker.relay();
    expect(await sent()).toBe(waiting.length);
    expect(
      await place.platform.rows('SELECT 1 AS one FROM platform.outbox WHERE job_id = ANY($1)', [
        waiting.map(({ job_id }) => job_id),
      ]),
    ).toEqual([]);
    // From here on jobs run only when a test says so.
    await house.server.worker.stop();
    await moved('main');
  }, 60_000);

  describe('when the process dies', () => {
    /** `madang tenant move` in a process of its own, killed once `there` is so. */
    async function killed(to: string, hold: { url: string; sql: string }, word: RegExp): Promise<void> {
      const holder = new pg.Client({ connectionString: hold.url });
      await holder.connect();
      await holder.query('BEGIN');
      const { config } = house.program;
      const child = spawn(
        process.execPath,
        [...sourceFlags, join(ROOT, 'apps/cli/src/main.ts'), 'tenant', 'move', slug, '--to', to],
        {
          cwd: ROOT,
          stdio: ['ignore', 'ignore', 'pipe'],
          env: {
            PATH: process.env['PATH'],
            NODE_ENV: 'test',
            DATABASE_URL: config.DATABASE_URL,
            MADANG_DATA: config.dataDir,
            MADANG_SECRET: config.secret,
            PLACEMENTS: `east=${east.url}`,
          },
        },
      );
      try {
        let said = '';
        let asked = false;
        const ended = once(child, 'close');
        const told = new Promise<void>((done) => {
          child.stderr.on('data', (chunk: Buffer) => {
            said += chunk.toString();
            if (asked || !said.includes('announce')) return;
            asked = true;
            void holder.query(hold.sql).then(async () => {
              // Whoever is held waits for a lock of ours.
              const waits =
                'SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))';
              while ((await holder.query(waits)).rowCount === 0);
              done();
            });
          });
        });
        await Promise.race([told, ended.then(() => Promise.reject(new Error(`it ended by itself: ${said}`)))]);
        child.kill('SIGKILL');
        await ended;
        expect(said).toMatch(word);
      } finally {
        await holder.query('ROLLBACK');
        await holder.end();
      }
    }
    const writes = async (): Promise<void> => {
      const current = await tenant();
      await inContext(newContext(current, { actor: SYSTEM }), () =>
        inUnit(house.program.database, false, () => db().run(`UPDATE people SET locale = locale`)),
      );
    };

    it('in the middle of the copy, the tenant is where it was and the next attempt works', async () => {
      const before = await everything(house, await tenant());
      await killed('east', { url: east.url, sql: 'LOCK TABLE platform.residents IN EXCLUSIVE MODE' }, /quiet/);
      expect(await tenant()).toMatchObject({ placement: 'main', moving: true });
      expect((await house.ask(host, '/')).status).toBe(200);
      const { provisioning, platform } = house.program;
      expect(await settleMoves(provisioning, platform)).toEqual({ settled: [slug], waiting: [] });
      expect(await tenant()).toMatchObject({ placement: 'main', moving: false });
      await writes();
      expect(await everything(house, await tenant())).toEqual(before);
      expect(await moved('east')).toMatchObject({ state: 'done' });
    }, 60_000);

    it('between shutting the old copy and turning the registry over, the tenant is where it was', async () => {
      const hold = {
        url: house.program.config.DATABASE_URL,
        sql: `SELECT id FROM platform.moves WHERE ended_at IS NULL FOR UPDATE`,
      };
      await killed('main', hold, /compare/);
      expect(await tenant()).toMatchObject({ placement: 'east', moving: true });
      // The old copy is shut: nobody writes into what might be left behind. The page says that it is a matter of minutes.
      const page = await house.ask(host, '/');
      expect([page.status, page.headers['retry-after']]).toEqual([503, '30']);
      await house.server.chores.run('moves', new Date());
      expect(await tenant()).toMatchObject({ placement: 'east', moving: false });
      await writes();
      expect((await house.ask(host, '/')).status).toBe(200);
      expect(await openMoves(house.program.platform)).toEqual([]);
    }, 60_000);
  });

  it('is copied, exported and measured where it lies', async () => {
    expect(await tenant()).toMatchObject({ placement: 'east' });
    const run = async (field: string): Promise<Awaited<ReturnType<typeof operation>>> =>
      operation((await owner.ask<{ asked: string }>(`mutation { asked: ${field} }`)).data.asked);
    expect(await run(`cloneTenant(input: { slug: "${slug}", to: "offshoot", withoutPeople: false })`)).toMatchObject({
      state: 'done',
    });
    const offshoot = (await house.program.registry.get({ slug: 'offshoot' }))!;
    expect(offshoot.placement).toBe('east');
    const [whole, copied] = [await everything(house, await tenant()), await everything(house, offshoot)];
    for (const table of ['people', 'subjects', 'comments', 'events', 'pages'])
      expect([table, copied[table]!.length]).toEqual([table, whole[table]!.length]);
    expect(await run(`exportTenant(slug: "${slug}")`)).toMatchObject({ state: 'done', error: null });
    expect(await run('measureTenants')).toMatchObject({ state: 'done' });
    type Sized = { tenant: { figures: { databaseBytes: number; people: number } }; erasure: { rows: number } };
    const { data } = await owner.ask<Sized>(
      `{ tenant(slug: "${slug}") { figures { databaseBytes people } } erasure(slug: "${slug}") { rows } }`,
    );
    expect(data.tenant.figures.people).toBeGreaterThan(10);
    expect(data.tenant.figures.databaseBytes).toBeGreaterThan(1_000_000);
    expect(await run('checkDrift')).toMatchObject({ state: 'done' });
  }, 60_000);

  it('shuts only the tenants of a database that is not there', async () => {
    const place = async (name: string): Promise<void> => {
      const { id } = await tenant();
      await house.program.platform.run('UPDATE platform.tenants SET placement = $2 WHERE id = $1', [id, name]);
      await house.program.registry.changed(id);
    };
    try {
      for (const name of ['nowhere', 'gone']) {
        await place(name);
        const page = await house.ask(host, '/');
        expect([name, page.status]).toEqual([name, 503]);
        expect(page.body).toContain('자료에 닿을 수 없어요');
        expect((await house.ask(host, '/graphql', { json: { query: '{ site { name } }' } })).status).toBe(503);
        expect((await house.ask(`${other}.localhost`, '/')).status).toBe(200);
      }
      // Its jobs wait for the database and use up none of their tries.
      const { platform } = house.program;
      const { schema } = await tenant();
      await platform.run('DELETE FROM platform.outbox WHERE schema_name = $1', [schema]);
      await platform.run(
        `INSERT INTO platform.outbox (schema_name, topic, payload) VALUES ($1, 'events.announce', '{}')`,
        [schema],
      );
      await house.server.worker.drain();
      expect(
        await platform.rows('SELECT run_after > now() AS later FROM platform.outbox WHERE schema_name = $1', [schema]),
      ).toEqual([{ later: true }]);
      await platform.run('DELETE FROM platform.outbox WHERE schema_name = $1', [schema]);
      type Listed = { tenants: { nodes: { slug: string; health: string; troubles: string[] }[] } };
      await place('nowhere');
      const { nodes } = (await owner.ask<Listed>('{ tenants { nodes { slug health troubles } } }')).data.tenants;
      expect(nodes.find((one) => one.slug === slug)).toMatchObject({
        health: 'bad',
        // The pages refused above may have been counted as errors by now.
        troubles: expect.arrayContaining(['placement_unknown']),
      });
      const figures = await house.ask('localhost', '/metrics');
      expect(figures.body).toMatch(/madang_placement_up\{placement="east"\} 1/);
      expect(figures.body).toMatch(/madang_placement_up\{placement="gone"\} 0/);
    } finally {
      await place('east');
    }
    expect((await house.ask(host, '/')).status).toBe(200);
  }, 60_000);
});
