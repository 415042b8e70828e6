import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../../infra/dev/embedded-postgres.mjs';

/** Where a program of the system's packages lies, which npm does not bring; undefined where it is not installed. */
export const installed = (name: string): string | undefined =>
  ['/usr/sbin', '/usr/bin', '/usr/local/bin'].map((folder) => join(folder, name)).find(existsSync);

/** A program of the system that a spec has started. */
export interface Started {
  port: number;
  /** Of its own; anybody may look in, nobody but us may write. */
  folder: string;
  stop(): Promise<void>;
}

/**
 * Starts a program of the system on a free port with files of its own, and waits until it can be spoken to.
 * @throws what it said, when it ends instead
 */
export async function startSystem(
  path: string,
  prepare: (port: number, folder: string) => { files: Record<string, string>; args: string[]; env?: NodeJS.ProcessEnv },
): Promise<Started> {
  const folder = mkdtempSync(join(tmpdir(), 'madang-system-'));
  chmodSync(folder, 0o755);
  const port = await freePort();
  const { files, args, env } = prepare(port, folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const child = spawn(path, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...env } });
  const ended = once(child, 'exit');
  let said = '';
  child.stderr.on('data', (piece: Buffer) => (said = (said + piece.toString('utf8')).slice(-4000)));
  while (!(await accepts(port))) if (child.exitCode !== null) throw new Error(`${path} does not come up: ${said}`);
  return {
    port,
    folder,
    async stop() {
      child.kill('SIGTERM');
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

const bouncer = installed('pgbouncer');
export const hasPgBouncer = bouncer !== undefined;

/**
 * A pooler in transaction mode with fewer server connections than clients, before one database that clients call `madang`.
 * `users` are the logins it has in its own file; `settings` come on top of what is usual here.
 */
export async function startPgBouncer(
  databaseUrl: string,
  users: Record<string, string>,
  settings: Record<string, string | number> = {},
): Promise<{ url: string; stop(): Promise<void> }> {
  const { port: at, pathname } = new URL(databaseUrl);
  const { auth_user, ...rest } = settings;
  const { port, stop } = await startSystem(bouncer!, (port, folder) => {
    const all = {
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
      ...rest,
    };
    const database = `madang = host=127.0.0.1 port=${at} dbname=${pathname.slice(1)}${auth_user ? ` auth_user=${auth_user}` : ''}`;
    return {
      files: {
        'users.txt': Object.entries(users)
          .map(([login, password]) => `"${login}" "${password}"\n`)
          .join(''),
        'pgbouncer.ini': [
          '[databases]',
          database,
          '[pgbouncer]',
          ...Object.entries(all).map(([key, value]) => `${key} = ${value}`),
          '',
        ].join('\n'),
      },
      // It refuses to run as root.
      args: ['-q', ...(process.getuid?.() === 0 ? ['-u', 'nobody'] : []), join(folder, 'pgbouncer.ini')],
    };
  });
  return { url: `postgres://127.0.0.1:${port}/madang`, stop };
}
