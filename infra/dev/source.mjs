/**
 * Runs TypeScript straight from source: `node --conditions=source --import ./infra/dev/source.mjs file.ts`.
 *
 * Node strips types by itself but knows no decorators, and NestJS and TypeORM need their metadata, so SWC compiles each
 * file once; the result is kept in `.cache/source` under a hash of everything that can change it.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, registerHooks, setSourceMapsSupport } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const cacheDir = join(root, '.cache', 'source');
const swcrc = readFileSync(join(root, '.swcrc'), 'utf8');
const require = createRequire(import.meta.url);
const salt = createHash('sha256')
  .update(swcrc)
  .update(require('@swc/core/package.json').version)
  .update('source-2')
  .digest('hex');
const options = JSON.parse(swcrc);

// Maps of our own files only: those of the packages would hold 50 MB for traces that nobody follows.
setSourceMapsSupport(true, { nodeModules: false, generatedCode: false });
let swc;

/** Compiles one file, or reads what an earlier run compiled. The write is atomic: several processes may start together. */
function compile(file) {
  const code = readFileSync(file, 'utf8');
  const key = createHash('sha256').update(salt).update(file).update('\0').update(code).digest('hex');
  const cached = join(cacheDir, key.slice(0, 2), `${key}.mjs`);
  if (existsSync(cached)) return readFileSync(cached, 'utf8');
  swc ??= require('@swc/core');
  const tsx = file.endsWith('.tsx');
  const output = swc.transformSync(code, {
    ...options,
    jsc: { ...options.jsc, parser: { ...options.jsc.parser, tsx } },
    filename: file,
    swcrc: false,
    sourceMaps: 'inline',
  }).code;
  mkdirSync(dirname(cached), { recursive: true });
  const draft = `${cached}.${process.pid}`;
  writeFileSync(draft, output);
  renameSync(draft, cached);
  return output;
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
