import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  db,
  inContext,
  inUnit,
  Live,
  newContext,
  newId,
  registerDesk,
  registerGrants,
  registerPermissions,
  SYSTEM,
  TenantDatabase,
  VISITOR,
  type Actor,
  type Grants,
  type Isolation,
  type Part,
  type SpaceRole,
  type Tenant,
} from '@madang/kernel';
import { bootstrap, PlatformDatabase, Provisioning, Registry } from '@madang/platform-tenancy';
import { newDatabase } from './database.js';

/** The time of a test, set and moved by the test. */
export interface Clock {
  now: Date;
  advance(parts: { days?: number; minutes?: number }): void;
}

/** A platform of its own for a spec file: real PostgreSQL, the parts it names, no web server. */
export interface Yard {
  platform: PlatformDatabase;
  provisioning: Provisioning;
  registry: Registry;
  database: TenantDatabase;
  clock: Clock;
  /** Makes a tenant. */
  tenant(slug?: string): Promise<Tenant>;
  /** A service of the parts. */
  get<T>(type: abstract new (...args: never[]) => T): T;
  /** Runs work as somebody, in one unit of work that commits. */
  as<T>(tenant: Tenant, actor: Actor, work: () => Promise<T>): Promise<T>;
  /** A person in the tenant's tables, as the actor they would be. */
  person(
    tenant: Tenant,
    who?: { name?: string; role?: Actor['role']; email?: string; spaces?: Record<string, SpaceRole> },
  ): Promise<Actor & { personId: string }>;
  /** Rows waiting in the outbox, by topic. */
  outbox(topic?: string): Promise<{ topic: string; payload: Record<string, unknown> }[]>;
  close(): Promise<void>;
}

const SECRET = 'a secret of tests, long enough for the rule';
let counter = 0; // numbers names of tenants and people within one spec file

/** Opens a yard with these parts; `provide` stands in for what the server gives them. */
export async function openYard(
  parts: readonly Part[],
  options: { isolation?: Isolation; provide?: { provide: unknown; useValue: unknown }[]; poolSize?: number } = {},
): Promise<Yard> {
  const own = await newDatabase();
  const urls = await bootstrap({ adminUrl: own.url, secret: SECRET, isolation: options.isolation });
  const platform = new PlatformDatabase(urls.platform);
  const migrations = parts.flatMap((part) => part.migrations ?? []).sort((a, b) => a.version - b.version);
  const provisioning = new Provisioning(urls.admin, platform, { migrations });
  const registry = new Registry(platform, 'localhost');
  const entities = parts.flatMap((part) => part.entities ?? []);
  const database = await new TenantDatabase({
    url: urls.app,
    entities,
    isolation: options.isolation,
    poolSize: options.poolSize ?? 4,
  }).open();
  registerPermissions(parts);
  registerDesk(parts);
  registerGrants(parts.map((part) => part.grants).filter((grants): grants is Grants => grants !== undefined));
  const services = [
    ...new Set(
      parts.flatMap((part) => [
        ...(part.services ?? []),
        ...(part.jobs ?? []),
        ...(part.tasks ?? []),
        ...(part.lists ?? []),
      ]),
    ),
  ] as Type[];
  const providers = [
    ...services,
    { provide: TenantDatabase, useValue: database },
    { provide: Live, useValue: new Live(database) },
    ...(options.provide ?? []),
  ];
  class YardModule {}
  const app = await NestFactory.createApplicationContext(
    { module: YardModule, providers: providers as never[] },
    { logger: false, abortOnError: false },
  );
  const clock: Clock = {
    now: new Date('2026-11-23T03:00:00Z'),
    advance({ days = 0, minutes = 0 }) {
      clock.now = new Date(clock.now.getTime() + days * 86_400_000 + minutes * 60_000);
    },
  };
  const as: Yard['as'] = (tenant, actor, work) =>
    inContext(newContext(tenant, { actor, now: () => clock.now, requestId: 'spec' }), () =>
      inUnit(database, false, work),
    );
  return {
    platform,
    provisioning,
    registry,
    database,
    clock,
    as,
    async tenant(slug = `spec${(counter += 1)}`) {
      await provisioning.create({ slug, name: { ko: `시험 ${slug}`, en: `Spec ${slug}` }, locales: ['ko', 'en'] });
      return (await registry.get({ slug }))!;
    },
    get: (type) => app.get(type as never),
    async person(tenant, who = {}) {
      const personId = newId();
      const displayName = who.name ?? `사람${(counter += 1)}`;
      const role = who.role ?? 'member';
      await as(tenant, SYSTEM, async () => {
        await db().run(
          `INSERT INTO people (id, email, display_name, role, assurance, created_at) VALUES ($1, $2, $3, $4, 'email', $5)`,
          [personId, who.email ?? `${personId}@spec.example`, displayName, role, clock.now],
        );
        for (const [spaceId, state] of Object.entries(who.spaces ?? {}))
          await db().run('INSERT INTO memberships (space_id, person_id, state, requested_at) VALUES ($1, $2, $3, $4)', [
            spaceId,
            personId,
            state,
            clock.now,
          ]);
      });
      return {
        ...VISITOR,
        kind: 'person',
        personId,
        displayName,
        email: null,
        role,
        spaces: new Map(Object.entries(who.spaces ?? {})),
      };
    },
    async outbox(topic) {
      return platform.rows(
        'SELECT topic, payload FROM platform.outbox WHERE $1::text IS NULL OR topic = $1 ORDER BY id',
        [topic ?? null],
      );
    },
    async close() {
      await app.close();
      await registry.close();
      await database.close();
      await provisioning.close();
      await platform.close();
      await own.remove();
    },
  };
}
