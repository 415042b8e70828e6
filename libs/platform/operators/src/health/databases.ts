import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import type { PlatformDatabase, Provisioning } from '@madang/platform-tenancy';

@ObjectType({ description: 'One of the databases tenants lie in.' })
export class DatabaseHealth {
  @Field(() => String, { description: 'Its name: main, or one of PLACEMENTS.' })
  name!: string;

  @Field(() => Int, { description: 'Tenants that lie in it.' })
  tenants!: number;

  @Field(() => Boolean, { description: 'Whether it can be used; if not, its tenants answer 503.' })
  usable!: boolean;

  @Field(() => Float, { nullable: true, description: 'Its size, bytes.' })
  bytes!: number | null;

  @Field(() => Int, { nullable: true, description: 'Connections to its server now.' })
  connections!: number | null;

  @Field(() => Int, { nullable: true, description: 'Connections there may be.' })
  connectionsMost!: number | null;

  @Field(() => Int, { nullable: true, description: 'Jobs written there that wait to be handed over.' })
  jobsWaiting!: number | null;
}

/** Every database that is named or has tenants, `main` first; one that does not answer is listed as such. */
export async function databasesOf(
  platform: PlatformDatabase,
  { placements }: Pick<Provisioning, 'placements'>,
): Promise<DatabaseHealth[]> {
  const housed = await platform.rows<{ name: string; tenants: number }>(
    'SELECT placement AS name, count(*)::int AS tenants FROM platform.tenants GROUP BY placement ORDER BY placement',
  );
  const names = [...new Set([...placements.names(), ...housed.map(({ name }) => name)])];
  return Promise.all(
    names.map(async (name) => {
      const tenants = housed.find((one) => one.name === name)?.tenants ?? 0;
      const found = await lookAt(name, placements).catch(() => undefined);
      return { name, tenants, usable: found !== undefined, ...(found ?? AWAY) };
    }),
  );
}

type Found = Omit<DatabaseHealth, 'name' | 'tenants' | 'usable'>;
const AWAY: Found = { bytes: null, connections: null, connectionsMost: null, jobsWaiting: null };

async function lookAt(name: string, placements: Provisioning['placements']): Promise<Found> {
  const { platform } = await placements.at(name);
  const [row] = await platform.rows<Found & Record<string, unknown>>(
    `SELECT pg_database_size(current_database())::float8 AS bytes, current_setting('max_connections')::int AS "connectionsMost",
            (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')::int AS connections,
            (SELECT count(*) FROM platform.outbox WHERE run_after IS NULL OR run_after < now())::int AS "jobsWaiting"`,
  );
  return row!;
}
