import { fileURLToPath } from 'node:url';
import { startTestPostgres } from './test-postgres.mjs';

/**
 * One PostgreSQL for the whole run. Specs read its superuser URL from TEST_DATABASE_URL and make their own databases in
 * it. DATABASE_URL_TEST points to a server of your own instead (its user must be allowed to create databases and roles).
 */
export default async function setup() {
  const given = process.env.DATABASE_URL_TEST;
  if (given) {
    process.env.TEST_DATABASE_URL = given;
    return;
  }
  const cache = fileURLToPath(new URL('../../.cache', import.meta.url));
  const server = await startTestPostgres(cache);
  globalThis.madangTestPostgres = server;
  process.env.TEST_DATABASE_URL = server.url;
}
