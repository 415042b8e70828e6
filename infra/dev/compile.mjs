/**
 * TypeScript to JavaScript by SWC, each file once: the result is kept in `.cache/source` under a hash of everything that can
 * change it. The loader of sources and the bundle both take it from here.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const cacheDir = join(root, '.cache', 'source');
const swcrc = readFileSync(join(root, '.swcrc'), 'utf8');
const require = createRequire(import.meta.url);
const salt = createHash('sha256')
  .update(swcrc)
  .update(require('@swc/core/package.json').version)
  .update('source-3')
  .digest('hex');
const options = JSON.parse(swcrc);
let swc;

/**
 * Compiles one file, or finds what an earlier run compiled: its code, and where its map lies. The writes are atomic: several
 * processes may start together.
 */
export function compile(file) {
  const text = readFileSync(file, 'utf8');
  const key = createHash('sha256').update(salt).update(file).update('\0').update(text).digest('hex');
  const cached = join(cacheDir, key.slice(0, 2), `${key}.mjs`);
  const map = `${cached}.map`;
  if (existsSync(cached) && existsSync(map)) return { code: readFileSync(cached, 'utf8'), map };
  swc ??= require('@swc/core');
  const output = swc.transformSync(text, {
    ...options,
    jsc: { ...options.jsc, parser: { ...options.jsc.parser, tsx: file.endsWith('.tsx') } },
    filename: file,
    swcrc: false,
    sourceMaps: true,
    inlineSourcesContent: false,
  });
  mkdirSync(dirname(cached), { recursive: true });
  for (const [path, written] of [
    [map, output.map],
    [cached, output.code],
  ]) {
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, written);
    renameSync(draft, path);
  }
  return { code: output.code, map };
}
