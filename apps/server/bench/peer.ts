/** PostGraphile on the same tables, for the same run: what a generated API costs. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';

const { DATABASE_URL: connectionString = '', BENCH_SCHEMA: schema = '' } = process.env;
const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  disablePlugins: ['PgIndexBehaviorsPlugin'], // it hides lists that only a partial index serves
  pgServices: [
    makePgService({
      connectionString: `${connectionString}?options=-c%20search_path%3D${schema}%2Cext`,
      schemas: [schema],
      poolConfig: { max: 8 },
    }),
  ],
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false },
  grafast: { explain: false },
});
const http = createServer();
await instance.createServ(grafserv).addTo(http);
http.listen(0, '127.0.0.1', () => process.stdout.write(`ready ${(http.address() as AddressInfo).port}\n`));
process.on('SIGTERM', () => process.exit(0));
