/**
 * `npm run madang -- <command>`: the operator's command line, on the database of the running `npm start`, on
 * DATABASE_URL, or on the embedded server started for the length of the command. Standard output belongs to the command.
 * It runs from the bundle when that is what the sources are, else from the sources: one command is no reason to bundle.
 */
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { freshServer } from './bundle.mjs';
import { runningServer, startPostgres } from './embedded-postgres.mjs';
import { onNode24, root, sourceFlags } from './node24.mjs';

await onNode24();

const data = resolve(root, process.env.MADANG_DATA || '.madang');
const dataDir = join(data, 'postgres');
let database;
// The command hears Ctrl-C itself, being in the same process group; this launcher stays to stop the database after it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

let code = 1;
try {
  let url = process.env.DATABASE_URL ?? runningServer(dataDir, 'madang');
  if (!url) {
    database = await startPostgres({
      dataDir,
      database: 'madang',
      onProgress: (line) => console.error(`[database] ${line}`),
    });
    url = database.url;
  }
  const bundle = process.env.MADANG_SOURCE === '1' ? undefined : freshServer();
  const program = bundle ? [join(bundle, 'cli.mjs')] : [...sourceFlags, join(root, 'apps/cli/src/main.ts')];
  const child = spawn(process.execPath, [...program, ...process.argv.slice(2)], {
    // Paths in the arguments are the caller's: npm moves to the root and remembers where it was called.
    cwd: process.env.INIT_CWD ?? process.cwd(),
    stdio: 'inherit',
    env: {
      ...process.env,
      DATABASE_URL: url,
      MADANG_ADMIN_DATABASE_URL: url,
      MADANG_DATA: data,
      MADANG_DEV: '1',
      NODE_COMPILE_CACHE: join(root, '.cache', 'compile'),
    },
  });
  code = await new Promise((done, failed) =>
    child.once('error', failed).once('exit', (status, signal) => done(signal ? 1 : status)),
  );
} catch (error) {
  console.error(error.message);
} finally {
  await database?.stop();
}
process.exit(code);
