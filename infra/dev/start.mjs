/**
 * `npm start`: an embedded PostgreSQL (unless DATABASE_URL names a server), then the application, bundled when its sources changed;
 * one Ctrl-C stops both in the right order. The application itself makes its schema, its tenants and the table of addresses.
 * `MADANG_SOURCE=1 npm start` runs the sources instead, for a debugger.
 */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { prepareServer } from './bundle.mjs';
import { prepareConsole } from './console.mjs';
import { startPostgres } from './embedded-postgres.mjs';
import { onNode24, root, SERVER_ENV, SERVER_FLAGS, sourceFlags } from './node24.mjs';

await onNode24();

const port = Number(process.env.PORT || 3000);
const data = resolve(root, process.env.MADANG_DATA || '.madang');
const baseDomain = process.env.BASE_DOMAIN || 'localhost';

let server;
let database;
let stopping = false;

/** Why `port` cannot be had, or undefined. Asks for the address the application will ask for: every interface. */
function portTrouble() {
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    return Promise.resolve(`PORT=${process.env.PORT} is no port number.`);
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', (error) =>
      done(
        error.code === 'EADDRINUSE'
          ? `Port ${port} is already in use.\n` +
              'Stop the program that has it, or start this one beside it with another port and data folder:\n' +
              `  PORT=${port + 1} MADANG_DATA=.madang-${port + 1} npm start`
          : error.code === 'EACCES'
            ? `This account may not open port ${port}. Choose one above 1023: PORT=3000 npm start`
            : `Port ${port} cannot be opened: ${error.message}`,
      ),
    );
    probe.listen(port, () => probe.close(() => done(undefined)));
  });
}

async function startDatabase() {
  if (process.env.DATABASE_URL) return process.env.DATABASE_URL;
  const begin = Date.now();
  database = await startPostgres({
    dataDir: join(data, 'postgres'),
    database: 'madang',
    onProgress: (line) => console.log(`[database] ${line}`),
  });
  console.log(
    `[database] PostgreSQL is up after ${((Date.now() - begin) / 1000).toFixed(1)} s (data in ${database.dataDir})`,
  );
  return database.url;
}

function startServer(url, program) {
  const leash = new URL('./leash.mjs', import.meta.url).href;
  server = spawn(process.execPath, [...SERVER_FLAGS, '--import', leash, ...program], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // Ctrl-C must reach this launcher only: it ends the application first and the database after it.
    detached: true,
    env: {
      ...SERVER_ENV,
      ...process.env,
      DATABASE_URL: url,
      MADANG_ADMIN_DATABASE_URL: url,
      MADANG_DATA: data,
      MADANG_DEV: '1',
      PORT: String(port),
      BASE_DOMAIN: baseDomain,
      DEMO: process.env.DEMO ?? '1',
      NODE_COMPILE_CACHE: join(root, '.cache', 'compile'),
    },
  });
  return new Promise((done) => {
    server.once('error', (error) => done({ code: 1, error }));
    server.once('exit', (code, signal) => done({ code: code ?? 1, signal }));
  });
}

/** What Node runs: a bundle of the server, or its sources. */
async function prepareProgram() {
  await prepareConsole({ onProgress: (line) => console.log(`[console] ${line}`) });
  if (process.env.MADANG_SOURCE === '1') return [...sourceFlags, join(root, 'apps/server/src/main.ts')];
  return [join(await prepareServer({ onProgress: (line) => console.log(`[server] ${line}`) }), 'server.mjs')];
}

function requestStop(signal) {
  if (stopping) {
    console.log('\nstopping at once …');
    server?.kill('SIGKILL');
    return;
  }
  stopping = true;
  if (signal === 'SIGINT') console.log('\nstopping … (Ctrl-C again to hurry)');
  server?.kill('SIGTERM');
  setTimeout(() => server?.kill('SIGKILL'), 20_000).unref();
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => requestStop(signal));

const trouble = await portTrouble();
if (trouble) {
  console.error(trouble);
  process.exit(1);
}
let code = 1;
try {
  // The bundler runs beside the database's start; both are needed before the first page.
  const [url, program] = await Promise.all([startDatabase(), prepareProgram()]);
  if (!stopping) {
    const end = await startServer(url, program);
    if (end.error) console.error(end.error.message);
    code = stopping && end.signal !== 'SIGKILL' ? 0 : end.code;
    if (!stopping) console.error(`The application ended by itself (${end.signal ?? `code ${end.code}`}).`);
  } else code = 0;
} catch (error) {
  console.error(error.message);
} finally {
  await database?.stop();
  if (stopping) console.log('stopped.');
}
process.exit(code);
