/** What the command line and suites use of the server; whatever needs the web half is loaded when asked for. */
import type { Program } from './program.js';
import type { Server } from './server.js';

export { ConfigurationError, readConfig, siteUrl, type Config } from './config.js';
export { newLog } from './log.js';
export { migrationsOf, parts } from './parts.js';
export { openProgram, readSnapshot, SNAPSHOT, type Program } from './program.js';
export type { Server } from './server.js';

/** The two faces on a program, not yet listening. */
export const openServer = async (program: Program): Promise<Server> =>
  (await import('./server.js')).createServer(program);

/** Import of votes and conversations from other places. */
export const loadImports = (): Promise<typeof import('./imports/index.js')> => import('./imports/index.js');

/** Reading and applying tenants that are described by files. */
export const loadDemo = (): Promise<typeof import('./demo/demo.js')> => import('./demo/demo.js');

/** Moving tenants between databases. */
export const loadPlacements = (): Promise<typeof import('./operator/placements.js')> =>
  import('./operator/placements.js');

/** The program's own texts and templates. */
export const loadTexts = (): Promise<typeof import('./texts.js')> => import('./texts.js');

/** The key that opens the operator's pages. */
export const loadOperatorPages = (): Promise<typeof import('./http/operator-mail.js')> =>
  import('./http/operator-mail.js');
