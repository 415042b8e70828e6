/**
 * The PostgreSQL of development, tests and demonstrations, from an npm package: production sets DATABASE_URL instead.
 *
 * `<dataDir>` is the cluster, `<dataDir>.json` (mode 0600) how to reach it while it runs, `<dataDir>.log` its log.
 * Everything survives `kill -9`: the cluster is made beside its place and renamed, a server left by a killed launcher is
 * shut down first, and a stale postmaster.pid is PostgreSQL's own to judge.
 */
import { randomBytes } from 'node:crypto';
import { spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { makePrivateFolder, mayEnter, openPlaceFor, postgresBinaries, serverAccount } from './postgres-account.mjs';
import { identityOf, isAlive, isStarted } from './processes.mjs';

/** What every server gets; the reasons are in docs/operate/postgres.md. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '40',
  max_locks_per_transaction: '256',
  jit: 'off',
  ...(process.platform === 'linux' ? { recovery_init_sync_method: 'syncfs' } : {}),
};

/** A test cluster is thrown away, so nothing is flushed; many specs share it, so it takes more connections. */
const testSettings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '120' };

/** A fresh, free TCP port of the loopback interface. */
export async function freePort() {
  const server = createServer();
  await new Promise((done, failed) => server.once('error', failed).listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** Reads `<dataDir>.json`: { port, password, launcher, postmaster, dataDir } or undefined. */
export function readConnection(dataDir) {
  try {
    return JSON.parse(readFileSync(`${resolve(dataDir)}.json`, 'utf8'));
  } catch {
    return undefined;
  }
}

/** The superuser's URL of the server that runs now on `dataDir`, or undefined when none does. */
export function runningServer(dataDir, database = 'postgres') {
  const connection = readConnection(dataDir);
  if (!connection?.port || !isAlive(connection.postmaster)) return undefined;
  return urlOf(connection.port, connection.password, database);
}

/**
 * Starts PostgreSQL on `dataDir`, creating the cluster when it is missing.
 *
 * @param {{dataDir: string, port?: number, database?: string, settings?: Record<string, string>, forTests?: boolean, onProgress?: (line: string) => void}} options
 * @returns {Promise<{url: string, port: number, dataDir: string, stop: () => Promise<void>}>} `url` is the superuser's, of
 * `database`, which is created when it is missing.
 * @throws when another live launcher uses the same folder, or the server does not come up (with the end of its log).
 */
export async function startPostgres({
  dataDir,
  port,
  database = 'postgres',
  settings: extra = {},
  forTests = false,
  onProgress = () => {},
}) {
  const place = resolve(dataDir);
  mkdirSync(dirname(place), { recursive: true });
  const account = serverAccount();
  const cluster = clusterFolder(place, account, onProgress);
  await endLeftover(place, cluster, onProgress);
  const { native } = postgresBinaries(account);
  let password = readConnection(place)?.password;
  if (!existsSync(join(cluster, 'PG_VERSION'))) {
    onProgress('creating the database cluster …');
    password = createCluster({ native, cluster, account, forTests });
  } else if (!password) {
    password = resetPassword({ native, cluster, account });
  }
  const all = { ...settings, ...(forTests ? testSettings : {}), ...extra };
  for (let attempt = 1; ; attempt++) {
    const chosen = port ?? (await freePort());
    // Written before the server starts: a launcher killed between the two must still be able to end what it began.
    writeConnection(place, { port: chosen, password, launcher: identityOf(process.pid), dataDir: cluster });
    try {
      const child = await launch({ native, cluster, account, port: chosen, settings: all, log: `${place}.log` });
      writeConnection(place, {
        port: chosen,
        password,
        launcher: identityOf(process.pid),
        postmaster: identityOf(child.pid),
        dataDir: cluster,
      });
      if (database !== 'postgres') await createDatabase(urlOf(chosen, password, 'postgres'), database);
      return {
        url: urlOf(chosen, password, database),
        port: chosen,
        dataDir: cluster,
        stop: () => stop(child, place, password, cluster),
      };
    } catch (error) {
      // Only a port that somebody else took in the meantime is worth another try.
      if (port || attempt === 3 || !/could not bind|Address already in use/.test(error.message)) throw error;
    }
  }
}

/** Where the cluster really lives: beside its own description unless the server's account cannot get there. */
function clusterFolder(place, account, onProgress) {
  if (mayEnter(dirname(place), account)) return place;
  const other = join(openPlaceFor(place), 'postgres');
  onProgress(`the account "${account.name}" cannot enter ${dirname(place)}; the database lives in ${other}`);
  return other;
}

/** Ends a server whose launcher died. Refuses when the launcher lives: two programs must not share one folder. */
async function endLeftover(place, cluster, onProgress) {
  const connection = readConnection(place);
  const postmaster = postmasterOf(cluster) ?? connection?.postmaster;
  if (!isAlive(postmaster)) return forgetUnreaped(cluster);
  if (isAlive(connection?.launcher)) {
    throw new Error(
      `Another Madang (process ${connection.launcher.pid}) already uses the data folder ${place}.\n` +
        'Stop it first, or choose another folder: MADANG_DATA=.madang-2 PORT=3001 npm start',
    );
  }
  onProgress('stopping the database server that an earlier run left behind …');
  await endServer(postmaster, cluster);
  await forgetUnreaped(cluster);
}

/**
 * A postmaster killed under an init that never reaps stays a zombie for ever, and PostgreSQL takes a zombie for a live
 * owner. Its pid file is removed only when no live process still works inside the cluster.
 */
async function forgetUnreaped(cluster) {
  if (process.platform !== 'linux' || !existsSync(join(cluster, 'postmaster.pid'))) return;
  for (let waited = 0; workersIn(cluster).length > 0; waited += 50) {
    if (waited > 10_000) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  rmSync(join(cluster, 'postmaster.pid'), { force: true });
}

function workersIn(cluster) {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && isStarted(pid) && readlinkSync(`/proc/${pid}/cwd`) === cluster;
    } catch {
      return false;
    }
  });
}

/** Shuts a server down as Ctrl-C would, and hard after twenty seconds. */
export async function endServer(postmaster, cluster) {
  if (!isAlive(postmaster)) return;
  process.kill(postmaster.pid, 'SIGINT');
  for (let waited = 0; isAlive(postmaster); waited += 50) {
    if (waited === 20_000) process.kill(postmaster.pid, 'SIGQUIT');
    if (waited > 30_000) throw new Error(`The PostgreSQL server ${postmaster.pid} on ${cluster} does not stop.`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** The live PostgreSQL that holds `cluster` by its own pid file; undefined when the number now belongs to another program. */
export function postmasterOf(cluster) {
  try {
    const pid = Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
    if (process.platform === 'linux' && !readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres'))
      return undefined;
    return identityOf(pid);
  } catch {
    return undefined;
  }
}

function urlOf(port, password, database) {
  return `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
}

async function createDatabase(url, name) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (!rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

function writeConnection(place, connection) {
  const draft = `${place}.json.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(connection, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, `${place}.json`);
}

function createCluster({ native, cluster, account, forTests }) {
  const password = randomBytes(24).toString('hex');
  const draft = `${cluster}.new-${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  makePrivateFolder(draft, account);
  const secret = `${draft}.password`;
  writeFileSync(secret, password, { mode: 0o600 });
  if (account) chownSync(secret, account.uid, account.gid);
  try {
    runServerProgram(native, account, 'initdb', [
      ...['-D', draft, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${secret}`, '-E', 'UTF8'],
      // With --locale=C, pg_trgm drops every non-ASCII letter and Korean search is silently empty.
      ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C.UTF-8'],
      ...(forTests ? ['--no-sync'] : []),
    ]);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(secret, { force: true });
  }
  rmSync(cluster, { recursive: true, force: true });
  renameSync(draft, cluster);
  return password;
}

/** The cluster outlived its description: PostgreSQL's single-user mode needs no password to set a new one. */
function resetPassword({ native, cluster, account }) {
  const password = randomBytes(24).toString('hex');
  const statement = `ALTER ROLE postgres PASSWORD '${password}'\n`;
  runServerProgram(native, account, 'postgres', ['--single', '-D', cluster, 'postgres'], statement);
  return password;
}

function runServerProgram(native, account, program, args, input) {
  const result = spawnSync(join(native, 'bin', program), args, {
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
    cwd: '/',
    input,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
  });
  if (result.error) throw result.error;
  if (result.status !== 0) throw new Error(`${program} failed:\n${result.stdout}${result.stderr}`);
}

async function launch({ native, cluster, account, port, settings: all, log }) {
  if (existsSync(log) && statSync(log).size > 10_000_000) rmSync(log);
  const begin = existsSync(log) ? statSync(log).size : 0;
  const output = openSync(log, 'a', 0o600);
  const options = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(join(native, 'bin', 'postgres'), ['-D', cluster, '-p', String(port), ...options], {
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
    cwd: '/',
    // Its own process group: Ctrl-C reaches the launcher alone, which stops the application before the database.
    detached: true,
    stdio: ['ignore', output, output],
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
  });
  closeSync(output);
  let ended;
  child.once('exit', (code, signal) => (ended = `exit ${code ?? signal}`));
  child.once('error', (error) => (ended = error.message));
  const deadline = Date.now() + 120_000;
  while (!ended && Date.now() < deadline) {
    if (isReady(cluster, child.pid)) return child;
    await new Promise((done) => setTimeout(done, 20));
  }
  if (!ended) child.kill('SIGQUIT');
  const tail = readFileSync(log).subarray(begin).toString('utf8').slice(-3000);
  throw new Error(`PostgreSQL did not start (${ended ?? 'not ready after 120 s'}); the end of ${log}:\n${tail}`);
}

/** Line 8 of postmaster.pid is the server's own word for its state. */
function isReady(cluster, pid) {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
  } catch {
    return false;
  }
}

async function stop(child, place, password, cluster) {
  if (child.exitCode === null && child.signalCode === null) {
    const exit = new Promise((done) => child.once('exit', done));
    child.kill('SIGINT');
    const timer = setTimeout(() => child.kill('SIGQUIT'), 30_000);
    await exit;
    clearTimeout(timer);
  }
  writeConnection(place, { password, dataDir: cluster });
}
