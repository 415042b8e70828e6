/**
 * Two small jobs of the image build. `manifests.mjs FROM TO` copies only the package.json files of the workspaces, so
 * that the layer of installed packages does not depend on sources; `manifests.mjs --strip-sources FOLDER` removes from a
 * built tree what production never reads: TypeScript and specs.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

function* walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name === 'dist') continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else yield path;
  }
}

const parts = (root) => ['apps', 'libs'].map((name) => join(root, name)).filter(existsSync);

const [first, second] = process.argv.slice(2);
if (first === '--strip-sources') {
  for (const part of parts(second)) {
    for (const path of walk(part)) if (/\.tsx?$/.test(path)) rmSync(path);
  }
} else {
  for (const part of parts(first)) {
    for (const path of walk(part)) {
      if (!path.endsWith('/package.json')) continue;
      const to = join(second, relative(first, path));
      mkdirSync(dirname(to), { recursive: true });
      copyFileSync(path, to);
    }
  }
}
