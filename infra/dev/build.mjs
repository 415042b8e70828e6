/**
 * `npm run build`: server and command line as the image runs them, in `dist/`, and the console. `… -- <project folder> …` compiles
 * `src/` of single packages to their own `dist/` instead (`nx run <project>:build`), for whoever takes one out of the house; it
 * mirrors `src/`, so a path relative to a file means the same in both, and what is not TypeScript is copied.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { transformSync } from '@swc/core';
import { bundle } from './bundle.mjs';
import { prepareConsole } from './console.mjs';
import { onNode24, root } from './node24.mjs';

await onNode24();

const { $schema: _schema, ...swcrc } = JSON.parse(readFileSync(join(root, '.swcrc'), 'utf8'));

/** Compiles one project; returns how many files it wrote. */
export function buildProject(folder) {
  const source = join(root, folder, 'src');
  if (!existsSync(source)) return 0;
  const target = join(root, folder, 'dist');
  rmSync(target, { recursive: true, force: true });
  const files = readdirSync(source, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  let written = 0;
  for (const entry of files) {
    const from = join(entry.parentPath, entry.name);
    const to = join(target, relative(source, from));
    if (/\.(spec|bench)\.ts$|\.d\.ts$/.test(entry.name)) continue;
    mkdirSync(dirname(to), { recursive: true });
    if (/\.tsx?$/.test(entry.name)) compile(from, to.replace(/\.tsx?$/, '.js'));
    else copyFileSync(from, to);
    written++;
  }
  return written;
}

function compile(from, to) {
  const { code, map } = transformSync(readFileSync(from, 'utf8'), {
    ...swcrc,
    filename: from,
    swcrc: false,
    sourceMaps: true,
  });
  const name = to.split('/').pop();
  writeFileSync(to, `${code}\n//# sourceMappingURL=${name}.map\n`);
  // The image has no sources: the map carries them, without the path they were built in.
  writeFileSync(`${to}.map`, JSON.stringify({ ...JSON.parse(map), sources: [relative(dirname(to), from)] }));
}

if (process.argv[1] && resolve(process.argv[1]) === import.meta.filename) {
  const begin = Date.now();
  const took = () => `${((Date.now() - begin) / 1000).toFixed(1)} s`;
  if (process.argv.length > 2) {
    const files = process.argv.slice(2).map((path) => buildProject(relative(root, resolve(path))));
    console.log(`built ${files.reduce((sum, n) => sum + n, 0)} files in ${took()}`);
  } else {
    rmSync(join(root, 'dist'), { recursive: true, force: true });
    await bundle(join(root, 'dist'));
    console.log(`bundled server and command line to dist/ in ${took()}`);
    await prepareConsole({ onProgress: (line) => console.log(line) });
  }
}
