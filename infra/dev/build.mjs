/**
 * `npm run build [-- <project folder> …]`: compiles `src/` of every app and library to `dist/` for images that carry no
 * compiler. `dist/` mirrors `src/`, so a path relative to a file means the same in both; what is not TypeScript is copied.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { transformSync } from '@swc/core';
import { prepareConsole } from './console.mjs';
import { onNode24, root } from './node24.mjs';

await onNode24();

const { $schema: _schema, ...swcrc } = JSON.parse(readFileSync(join(root, '.swcrc'), 'utf8'));

const BUNDLED = ['apps/console', 'libs/console'];

/** Folders of all workspace packages that have sources, from the patterns in package.json. */
export function projectFolders() {
  const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return (
    workspaces
      .flatMap((pattern) => {
        if (!pattern.endsWith('/*')) return [pattern];
        const parent = pattern.slice(0, -2);
        return existsSync(join(root, parent)) ? readdirSync(join(root, parent)).map((name) => `${parent}/${name}`) : [];
      })
      .filter((folder) => existsSync(join(root, folder, 'package.json')) && existsSync(join(root, folder, 'src')))
      // The console and its kit are bundled for browsers by their own build.
      .filter((folder) => !BUNDLED.includes(folder))
  );
}

/** Compiles one project; returns how many files it wrote. */
export function buildProject(folder) {
  const source = join(root, folder, 'src');
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
  const folders =
    process.argv.length > 2 ? process.argv.slice(2).map((path) => relative(root, resolve(path))) : projectFolders();
  const files = folders.reduce(
    (sum, folder) => sum + (existsSync(join(root, folder, 'src')) ? buildProject(folder) : 0),
    0,
  );
  if (process.argv.length === 2) await prepareConsole({ onProgress: (line) => console.log(line) });
  console.log(`built ${files} files of ${folders.length} projects in ${((Date.now() - begin) / 1000).toFixed(1)} s`);
}
