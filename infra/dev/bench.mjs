/**
 * `npm run bench [-- <pattern>] [--quick]`: runs every `bench/*.bench.ts` of apps and libraries one after the other,
 * prints ratios with their spread and writes them between the markers of docs/performance.md.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onNode24, root, sourceFlags } from './node24.mjs';

await onNode24();

const runner = fileURLToPath(new URL('./bench-runner.mjs', import.meta.url));
const child = spawn(process.execPath, ['--expose-gc', ...sourceFlags, runner, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, NODE_ENV: process.env.NODE_ENV ?? 'production' },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill('SIGTERM'));
process.exit(await new Promise((done) => child.once('exit', (code) => done(code ?? 1))));
