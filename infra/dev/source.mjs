/**
 * Runs TypeScript straight from source: `node --conditions=source --import ./infra/dev/source.mjs file.ts`.
 *
 * Node strips types by itself but knows no decorators, and NestJS and TypeORM need their metadata, so SWC compiles each
 * file once (compile.mjs).
 */
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks, SourceMap } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compile } from './compile.mjs';
import { followTraces } from './traces.mjs';

/** Where the map of each loaded file lies, or the map once an error passed through. */
const maps = new Map();

followTraces((url, row, column) => {
  const known = maps.get(url);
  if (known === undefined) return undefined;
  const map = typeof known === 'string' ? new SourceMap(JSON.parse(readFileSync(known, 'utf8'))) : known;
  maps.set(url, map);
  const { originalLine, originalColumn } = map.findEntry(row - 1, column - 1);
  return originalLine === undefined ? undefined : `${url}:${originalLine + 1}:${originalColumn + 1}`;
});

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
    const file = fileURLToPath(path);
    const { code, map } = compile(file);
    maps.set(pathToFileURL(file).href, map);
    return { format: 'module', source: code, shortCircuit: true };
  },
});
