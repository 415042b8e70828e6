import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../../infra/dev/embedded-postgres.mjs';

const program = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer', '/usr/local/bin/pgbouncer'].find(existsSync);

/** PgBouncer comes from the system's packages; where it is not installed there is nothing to prove. */
export const hasPgBouncer = program !== undefined;

/** A pooler in transaction mode with fewer server connections than clients, before one database. */
export async function startPgBouncer(
  databaseUrl: string,
  logins: Record<string, string>,
): Promise<{ url: string; stop(): Promise<void> }> {
  const database = new URL(databaseUrl);
  const folder = mkdtempSync(join(tmpdir(), 'madang-pgbouncer-'));
  chmodSync(folder, 0o755);
  const port = await freePort();
  const users = Object.entries(logins).map(([login, password]) => `"${login}" "${password}"\n`);
  writeFileSync(join(folder, 'users.txt'), users.join(''));
  const settings = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    auth_type: 'scram-sha-256',
    auth_file: join(folder, 'users.txt'),
    pool_mode: 'transaction',
    default_pool_size: 3,
    max_client_conn: 100,
    server_login_retry: 0,
    ignore_startup_parameters: 'extra_float_digits',
  };
  writeFileSync(
    join(folder, 'pgbouncer.ini'),
    `[databases]\nmadang = host=127.0.0.1 port=${database.port} dbname=${database.pathname.slice(1)}\n[pgbouncer]\n` +
      Object.entries(settings)
        .map(([key, value]) => `${key} = ${value}\n`)
        .join(''),
  );
  const drop = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const pooler = spawn(program!, ['-q', ...drop, join(folder, 'pgbouncer.ini')], { stdio: 'ignore' });
  const ended = once(pooler, 'exit');
  while (!(await accepts(port))) if (pooler.exitCode !== null) throw new Error('PgBouncer does not come up');
  return {
    url: `postgres://127.0.0.1:${port}/madang`,
    async stop() {
      pooler.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => (socket.end(), done(true))).once('error', () =>
      setTimeout(() => done(false), 50),
    );
  });
