import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './node24.mjs';

const BUNDLED = ['apps/console', 'libs/console'];

/** Folders of all workspace packages of the server that have sources, from the patterns in package.json. */
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
