/**
 * Installs what package-lock.json names, when it is not there already. Runs before every npm script, on any Node ≥ 20,
 * and needs no package itself. Two commands started together install once: the second waits.
 */
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.madang-stamp');
const lockDir = join(root, '.cache', 'install.lock');

const stamp = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(`${process.platform}-${process.arch}`)
    .digest('hex');

/** Whether node_modules holds what the lock asks for. Npm's own record is the judge; the stamp spares reading it. */
export function isInstalled() {
  const wanted = stamp();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return true;
  if (!existsSync(join(modules, '.package-lock.json'))) return false;
  const read = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  linkOwnPackages(read(join(root, 'package-lock.json')));
  if (missingPackages(read(join(root, 'package-lock.json')), read(join(modules, '.package-lock.json'))).length > 0)
    return false;
  writeFileSync(stampFile, wanted);
  return true;
}

/** Packages of this repository need no registry: a new one is linked at once. */
function linkOwnPackages(lock) {
  for (const [path, { link, resolved }] of Object.entries(lock)) {
    const place = join(root, path);
    if (!link || existsSync(place) || !existsSync(join(root, resolved))) continue;
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(relative(dirname(place), join(root, resolved)), place, 'junction');
  }
}

/** Paths of the packages in `lock` that `installed` lacks or has in another version; optional ones may be left out. */
export function missingPackages(lock, installed) {
  return Object.entries(lock)
    .filter(([path, { link }]) => !link && path.includes('node_modules/') && !path.startsWith('apps/console/'))
    .filter(([path, entry]) => {
      const there = installed[path];
      return there ? there.version !== entry.version : !entry.optional && !entry.devOptional && !entry.peer;
    })
    .map(([path]) => path);
}

/** Takes the install lock, or waits until whoever has it is done. A lock left by a killed process is taken over. */
async function withLock(work) {
  mkdirSync(join(root, '.cache'), { recursive: true });
  for (let told = false; ;) {
    try {
      mkdirSync(lockDir);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (isAbandoned()) {
        rmSync(lockDir, { recursive: true, force: true });
        continue;
      }
      if (!told) console.error('[deps] another command is installing; waiting for it …');
      told = true;
      await new Promise((done) => setTimeout(done, 500));
    }
  }
  writeFileSync(join(lockDir, 'pid'), String(process.pid));
  try {
    await work();
  } finally {
    rmSync(lockDir, { recursive: true, force: true });
  }
}

function isAbandoned() {
  try {
    process.kill(Number(readFileSync(join(lockDir, 'pid'), 'utf8')), 0);
    return false;
  } catch (error) {
    // ENOENT: the owner has made the folder but not yet written its number.
    return error.code === 'ESRCH';
  }
}

/** Runs `npm ci` and keeps its chatter back unless it fails. */
async function install() {
  const npm = process.env.npm_execpath;
  const [program, args] = npm && /npm-cli\.js$/.test(npm) ? [process.execPath, [npm, 'ci']] : ['npm', ['ci']];
  const begin = Date.now();
  const seconds = () => Math.round((Date.now() - begin) / 1000);
  console.error('[deps] installing packages (npm ci); the first time this takes one to three minutes …');
  // The scripts' own variables would be taken for settings of the inner npm.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(config_|lifecycle|package|command)/.test(name)),
  );
  const child = spawn(program, [...args, '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, env });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const ticker = setInterval(() => console.error(`[deps] still installing, ${seconds()} s …`), 15_000);
  const code = await new Promise((done, failed) => child.once('error', failed).once('close', done));
  clearInterval(ticker);
  if (code !== 0) {
    console.error(output.trim().split('\n').slice(-40).join('\n'));
    console.error(
      '[deps] npm ci failed. Is the npm registry reachable, and does package-lock.json match package.json?',
    );
    process.exitCode = 1;
    return;
  }
  writeFileSync(stampFile, stamp());
  console.error(`[deps] installed in ${seconds()} s`);
}

if (process.argv[1] === fileURLToPath(import.meta.url) && !isInstalled()) {
  await withLock(async () => {
    if (!isInstalled()) await install();
  });
}
