/** The PostgreSQL of one test run. */
import { randomBytes } from 'node:crypto';
import { chmodSync, cpSync, existsSync, lchownSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { endServer, postmasterOf, readConnection, startPostgres } from './embedded-postgres.mjs';
import { mayEnter, openPlaceFor, postgresBinaries, serverAccount } from './postgres-account.mjs';
import { identityOf, isAlive } from './processes.mjs';

/**
 * A cluster for one test run: a copy of a template that is initialised once, so that a start takes tenths of a second.
 * Copies left by killed runs are ended and removed.
 */
export async function startTestPostgres(cacheDir, runSettings = {}) {
  const account = serverAccount();
  const { version } = postgresBinaries(account);
  const base = mayEnter(cacheDir, account) ? join(cacheDir, 'test-postgres') : openPlaceFor(cacheDir);
  mkdirSync(base, { recursive: true });
  await removeDeadRuns(base);
  const template = join(base, `template-${version}`);
  if (!existsSync(template)) await makeTemplate(template);
  // One process may start several: Jest's own and, when it runs specs in band, a spec's.
  const run = join(base, `run-${process.pid}-${randomBytes(4).toString('hex')}`);
  copyCluster(template, run, account);
  const server = await startPostgres({ dataDir: run, forTests: true, settings: runSettings });
  const stopServer = server.stop;
  server.stop = async () => {
    await stopServer();
    for (const ending of ['', '.json', '.log']) rmSync(run + ending, { recursive: true, force: true });
  };
  return server;
}

/** Cluster and description share a folder, so that one rename publishes both: of two runs that race, one wins whole. */
async function makeTemplate(template) {
  const draft = `${template}-${process.pid}`;
  const first = await startPostgres({ dataDir: join(draft, 'cluster'), forTests: true });
  await first.stop();
  try {
    renameSync(draft, template);
  } catch (error) {
    if (!existsSync(template)) throw error;
    rmSync(draft, { recursive: true, force: true });
  }
}

function copyCluster(template, run, account) {
  cpSync(join(template, 'cluster'), run, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  cpSync(join(template, 'cluster.json'), `${run}.json`);
  chmodSync(run, 0o700);
  if (account) ownAll(run, account);
}

function ownAll(folder, account) {
  lchownSync(folder, account.uid, account.gid);
  for (const entry of readdirSync(folder, { recursive: true }))
    lchownSync(join(folder, entry), account.uid, account.gid);
}

async function removeDeadRuns(base) {
  for (const name of readdirSync(base)) {
    const pid = /^run-(\d+)-\w+$/.exec(name)?.[1] ?? /^template-.*-(\d+)$/.exec(name)?.[1];
    if (!pid || isAlive(identityOf(Number(pid)))) continue;
    const run = join(base, name);
    const connection = readConnection(run);
    if (connection) await endServer(postmasterOf(run) ?? connection.postmaster, run);
    for (const ending of ['', '.json', '.log']) rmSync(run + ending, { recursive: true, force: true });
  }
}
