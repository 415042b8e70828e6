/**
 * Runs TypeScript straight from source: `node --conditions=source --import ./infra/dev/source.mjs file.ts`.
 *
 * Node strips types by itself but knows no decorators, and NestJS and TypeORM need their metadata, so SWC compiles each
 * file once; the result is kept in `.cache/source` under a hash of everything that can change it.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, registerHooks, SourceMap } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

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

/** Where the map of each loaded file lies. Node's own support would read them all at once and hold 16 MB for no error. */
const maps = new Map();
let swc;

/** Lines of a trace as they stand in the sources; a map is read when the first error passes through its file. */
function followed(line) {
  return line.replace(/(file:\/\/[^\s()]+?\.tsx?):(\d+):(\d+)/, (found, url, row, column) => {
    const known = maps.get(url);
    if (known === undefined) return found;
    const map = typeof known === 'string' ? new SourceMap(JSON.parse(readFileSync(known, 'utf8'))) : known;
    maps.set(url, map);
    const { originalLine, originalColumn } = map.findEntry(Number(row) - 1, Number(column) - 1);
    return originalLine === undefined ? found : `${url}:${originalLine + 1}:${originalColumn + 1}`;
  });
}

Error.prepareStackTrace = (error, frames) => {
  try {
    return [String(error), ...frames.map((frame) => followed(`    at ${frame}`))].join('\n');
  } catch {
    return `${error?.name}: ${error?.message}`;
  }
};

/**
 * Compiles one file, or reads what an earlier run compiled; its map lies beside it. The writes are atomic: several processes
 * may start together.
 */
function compile(file) {
  const code = readFileSync(file, 'utf8');
  const key = createHash('sha256').update(salt).update(file).update('\0').update(code).digest('hex');
  const cached = join(cacheDir, key.slice(0, 2), `${key}.mjs`);
  maps.set(pathToFileURL(file).href, `${cached}.map`);
  if (existsSync(cached)) return readFileSync(cached, 'utf8');
  swc ??= require('@swc/core');
  const tsx = file.endsWith('.tsx');
  const output = swc.transformSync(code, {
    ...options,
    jsc: { ...options.jsc, parser: { ...options.jsc.parser, tsx } },
    filename: file,
    swcrc: false,
    sourceMaps: true,
    inlineSourcesContent: false,
  });
  mkdirSync(dirname(cached), { recursive: true });
  for (const [path, text] of [
    [`${cached}.map`, output.map],
    [cached, output.code],
  ]) {
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, text);
    renameSync(draft, path);
  }
  return output.code;
}

/** The TypeScript file a relative `./x.js` stands for, when no such JavaScript exists. */
function sourceOf(specifier, parent) {
  if (!/^\.{1,2}\//.test(specifier) || !parent?.startsWith('file:') || parent.includes('/node_modules/'))
    return undefined;
  const target = fileURLToPath(new URL(specifier, parent));
  if (!target.endsWith('.js') || existsSync(target)) return undefined;
  for (const extension of ['.ts', '.tsx']) {
    const candidate = target.slice(0, -3) + extension;
    if (existsSync(candidate)) return pathToFileURL(candidate).href;
  }
  return undefined;
}

registerHooks({
  resolve(specifier, context, nextResolve) {
    const source = sourceOf(specifier, context.parentURL);
    return source ? { url: source, format: 'module', shortCircuit: true } : nextResolve(specifier, context);
  },
  load(url, context, nextLoad) {
    const path = url.split('?')[0];
    if (!path.startsWith('file:') || !/\.tsx?$/.test(path) || path.includes('/node_modules/'))
      return nextLoad(url, context);
    return { format: 'module', source: compile(fileURLToPath(path)), shortCircuit: true };
  },
});
