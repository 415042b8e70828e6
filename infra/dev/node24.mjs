/**
 * The product needs Node 24. Npm puts `node_modules/.bin` first on the PATH, so its scripts already run the Node 24 that
 * the lock brings; a file started directly by an older Node starts itself again with that one.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The flags that run TypeScript from source. */
export const sourceFlags = ['--conditions=source', '--import', new URL('./source.mjs', import.meta.url).href];

/**
 * Of the server. Left to itself V8 lets the young generation of a machine with much memory grow until an idle server holds
 * 100 MB more; with 16 MB halves no request was measurably dearer. The image sets the same.
 */
export const SERVER_FLAGS = ['--max-semi-space-size=16'];

/** Of the server too: one heap of the C library for all threads but the main one, instead of one each; 6 MB. The image sets the same. */
export const SERVER_ENV = { MALLOC_ARENA_MAX: '2' };

/** Returns when this process runs on Node ≥ 24; otherwise becomes the shell of one that does and never returns. */
export async function onNode24() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return;
  const node = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url));
  if (!existsSync(node) || process.env.MADANG_NODE24) {
    console.error(`Madang needs Node 24 or newer; this is ${process.version}. Run npm ci, or install Node 24.`);
    process.exit(1);
  }
  const child = spawn(node, [...process.execArgv, ...process.argv.slice(1)], {
    stdio: 'inherit',
    env: { ...process.env, MADANG_NODE24: '1' },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const code = await new Promise((done) => child.once('exit', (status, signal) => done(signal ? 1 : status)));
  process.exit(code);
}
