import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { db, hashSecret, inContext, inUnit, newContext, newId, newSecret, SYSTEM } from '@madang/kernel';
import { OperatorBrowser, signedInOperator } from '../kit/operators.js';
import { openHouse, type House } from '../kit/yard.js';

interface Health {
  health: {
    processBytes: number;
    backendBytes: number;
    connections: number;
    connectionsMost: number;
    tenants: { slug: string; requests: number; errors: number; slow: number; jobsFailed: number }[];
    slow: { slug: string; statement: string; times: number }[];
  };
}

describe('health and announcements', () => {
  let house: House;
  let owner: OperatorBrowser;
  let admin: string;

  beforeAll(async () => {
    house = await openHouse();
    owner = await signedInOperator(house);
    await house.program.provisioning.create({ slug: 'grove', name: { ko: 'grove' }, locales: ['ko', 'en'] });
    admin = newSecret();
    await inside(async () => {
      const id = newId();
      await db().run(
        `INSERT INTO people (id, email, display_name, role, assurance, created_at) VALUES ($1, 'kim@grove.example', '김', 'administrator', 'email', now())`,
        [id],
      );
      await db().run(
        `INSERT INTO sessions (id, person_id, token_hash, created_at, last_seen_at, expires_at) VALUES ($1, $2, $3, now(), now(), now() + interval '1 day')`,
        [newId(), id, hashSecret(admin)],
      );
    });
  });
  afterAll(() => house.close());

  const inside = async <T>(work: () => Promise<T>): Promise<T> => {
    const tenant = (await house.program.registry.get({ slug: 'grove' }))!;
    return inContext(newContext(tenant, { actor: SYSTEM }), () => inUnit(house.program.database, false, work));
  };
  const code = (asked: { errors?: { extensions: { code: string } }[] }): string | undefined =>
    asked.errors?.[0]?.extensions.code;
  const health = async (): Promise<Health['health']> => {
    await house.program.pulse.flush();
    return (
      await owner.ask<Health>(
        '{ health { processBytes backendBytes connections connectionsMost tenants { slug requests errors slow jobsFailed } slow { slug statement times } } }',
      )
    ).data.health;
  };

  it('counts requests, errors, failed jobs and slow statements of each tenant, without their values', async () => {
    for (let i = 0; i < 3; i += 1) await house.ask('grove.localhost', '/');
    await inside(() => db().rows('SELECT pg_sleep($1), $2::text AS secret', [0.55, '주민번호 같은 값']));
    const { schema } = (await house.program.registry.get({ slug: 'grove' }))!;
    await expect(house.server.worker.run({ schema, topic: 'nobody.knows', payload: {} })).rejects.toThrow();
    await expect(
      house.server.worker.run({ schema, topic: 'support.tell', payload: { visitId: 'no id' } }),
    ).rejects.toThrow();
    const found = await health();
    const grove = found.tenants.find(({ slug }) => slug === 'grove')!;
    expect(grove.requests).toBeGreaterThanOrEqual(3);
    expect([grove.errors, grove.slow, grove.jobsFailed]).toEqual([0, 1, 1]);
    expect(found.slow).toEqual([
      expect.objectContaining({ slug: 'grove', statement: 'SELECT pg_sleep($1), $2::text AS secret' }),
    ]);
    expect(JSON.stringify(found)).not.toContain('주민번호');
    expect(found.processBytes).toBeGreaterThan(10_000_000);
    expect(found.backendBytes).toBeGreaterThan(100_000);
    expect(found.connections).toBeLessThan(found.connectionsMost);
  });

  it('adds up over several writes, and forgets with the tenant', async () => {
    const before = (await health()).tenants.find(({ slug }) => slug === 'grove')!.requests;
    await house.ask('grove.localhost', '/');
    expect((await health()).tenants.find(({ slug }) => slug === 'grove')!.requests).toBe(before + 1);
    house.program.pulse.note(newId(), 'requests');
    await house.program.pulse.flush();
    expect((await health()).tenants).toHaveLength(1);
  });

  it('shows announcements to those who work on a site, in their language and in their time', async () => {
    const at = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();
    const save = (who: OperatorBrowser, from: number, until: number, more = ''): ReturnType<OperatorBrowser['ask']> =>
      who.ask(
        `mutation { saveAnnouncement(input: { textKo: "오늘 밤 점검해요", textEn: "Maintenance tonight", severity: "warning", fromAt: "${at(from)}", untilAt: "${at(until)}" ${more} }) { id revision } }`,
      );
    expect(code(await save(await signedInOperator(house, 'support'), -5, 5))).toBe('operator_denied');
    expect(code(await save(owner, 5, -5))).toBe('invalid_input');
    const made = (await save(owner, -5, 5)).data as { saveAnnouncement: { id: string } };
    await save(owner, 60, 90);
    const read = async (headers: Record<string, string> = {}): Promise<unknown> =>
      (
        await house.gql(
          'grove.localhost',
          '{ announcements { text severity } }',
          {},
          { cookie: `madang_session=${admin}`, ...headers },
        )
      ).data;
    expect(await read()).toEqual({ announcements: [{ text: '오늘 밤 점검해요', severity: 'warning' }] });
    expect(await read({ 'accept-language': 'en' })).toEqual({
      announcements: [{ text: 'Maintenance tonight', severity: 'warning' }],
    });
    expect(code(await house.gql('grove.localhost', '{ announcements { text } }'))).toBe('sign_in_first');
    const { id } = made.saveAnnouncement;
    expect((await save(owner, -5, 5, `, id: "${id}", revision: 1`)).errors).toBeUndefined();
    expect(code(await save(owner, -5, 5, `, id: "${id}", revision: 1`))).toBe('changed_meanwhile');
    await owner.ask(`mutation { withdrawAnnouncement(id: "${id}") }`);
    expect(await read()).toEqual({ announcements: [] });
  });
});
