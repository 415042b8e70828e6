import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Hosts, Tenants } from '@madang/platform-tenancy';
import {
  ConfigurationError,
  newLog,
  openProgram,
  openServer,
  readConfig,
  type Program,
  type Server,
} from '@madang/server';
import { resolveTxt } from 'node:dns/promises';
import type { Call } from './command.js';
import { tenantsDir } from './tenants-dir.js';

/** The installation a command works on, opened when first asked for. */
export class Installation {
  private opened?: Promise<Program>;

  program(): Promise<Program> {
    return (this.opened ??= this.open());
  }

  private async open(): Promise<Program> {
    // Standard output is the command's; what the program logs would spoil it.
    const config = readConfig({ ...process.env, LOG_LEVEL: 'silent' });
    return openProgram(config, newLog('silent'));
  }

  async close(): Promise<void> {
    if (this.opened) await this.opened.then((program) => program.close()).catch(() => undefined);
  }
}

/** Errors whose message is meant for the person at the terminal. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof ConfigurationError ||
  ['TenantFolderProblem', 'ImportRefused', 'DomainError'].includes((error as Error | undefined)?.name ?? '');

/** Where the files of tenants lie: one folder per tenant id. */
export const filesDirOf = (program: Program): string => join(program.config.dataDir, 'files');

/** Where themes of tenants lie that have no folder of files in the installation: one folder per tenant id. */
export const themesDirOf = (program: Program): string => join(program.config.dataDir, 'themes');

/** The theme folder of a tenant: the one it was imported with, or the one in `tenants/`. */
export function themeOf(program: Program, id: string, slug: string): string {
  const own = join(themesDirOf(program), id);
  return existsSync(own) ? own : join(tenantsDir(), slug, 'theme');
}

/** Acts on whole tenants, in the name of whoever runs the command. */
export const tenantsOf = async (call: Call): Promise<Tenants> =>
  new Tenants((await call.program()).platform, call.actor);

/** Acts on hosts. */
export async function hostsOf(call: Call): Promise<Hosts> {
  const { platform, config } = await call.program();
  return new Hosts(platform, { baseDomain: config.BASE_DOMAIN, secret: config.secret, actor: call.actor, resolveTxt });
}

/** The program's services, for commands that act as the software itself; nothing listens. */
export async function withServer<T>(call: Call, work: (program: Program, server: Server) => Promise<T>): Promise<T> {
  const program = await call.program();
  const server = await openServer(program);
  try {
    return await work(program, server);
  } finally {
    await server.close();
  }
}
