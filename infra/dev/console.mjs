/**
 * Builds the console when something it is made of changed: typed operations from the committed API schemas, then one bundle for
 * tenants and one for operators, compressed once. `node infra/dev/console.mjs [--types]` (types only) does it by hand.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { root } from './node24.mjs';

const GENERATED = join(root, 'libs/console/src/generated');
const AREAS = {
  tenant: { schema: 'docs/api/schema.graphql', tag: 'graphql', parts: ['commons', 'methods'] },
  operator: { schema: 'docs/api/operator.graphql', tag: 'operatorGraphql', parts: ['platform'] },
};

/** Files under a folder, without what is generated or built. */
function filesUnder(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/[/\\](generated|dist|node_modules)[/\\]/.test(path));
}

/** Folders of panels: those of the kit, the app, and every part that brings some. */
function panelFolders() {
  const parts = ['commons', 'methods', 'platform'].flatMap((kind) =>
    existsSync(join(root, 'libs', kind))
      ? readdirSync(join(root, 'libs', kind)).map((name) => `libs/${kind}/${name}/console`)
      : [],
  );
  return ['libs/console', 'apps/console', ...parts.filter((folder) => existsSync(join(root, folder)))];
}

function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of [...files].sort()) hash.update(file.slice(root.length)).update(readFileSync(file));
  return hash.digest('hex');
}

const sourcesOfTypes = () => [
  ...panelFolders()
    .flatMap(filesUnder)
    .filter((path) => /\.tsx?$/.test(path)),
  ...Object.values(AREAS)
    .map(({ schema }) => join(root, schema))
    .filter((path) => existsSync(path)),
];
const sourcesOfBuild = () => [
  ...panelFolders().flatMap(filesUnder),
  ...filesUnder('libs/theming/src/brand'),
  ...filesUnder('libs/theming/src/words'),
  join(root, 'package-lock.json'),
  ...Object.values(AREAS)
    .map(({ schema }) => join(root, schema))
    .filter((path) => existsSync(path)),
];

/** Does `work` unless the stamp says it was done for just these files. */
async function unlessFresh(name, files, made, work) {
  const stamp = join(root, '.cache', `console-${name}.sha256`);
  const now = fingerprint(files);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now && made.every((path) => existsSync(path))) return false;
  await work();
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(stamp, now);
  return true;
}

/** Writes the typed operations of both areas; true when something was out of date. */
export function prepareTypes() {
  const made = Object.keys(AREAS).map((area) => join(GENERATED, area, 'index.ts'));
  return unlessFresh('types', sourcesOfTypes(), made, async () => {
    const { generate } = await import('@graphql-codegen/cli');
    for (const [area, { schema, tag, parts }] of Object.entries(AREAS)) {
      const folder = join(GENERATED, area);
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      const entry = area === 'tenant' ? ['tenant', 'tenant-*'] : ['operator', 'operator-*'];
      const documents = [
        ...parts.map((part) => `libs/${part}/*/console/**/*.{ts,tsx}`),
        ...entry.map((name) => `apps/console/src/${name}.{ts,tsx}`),
        ...(area === 'tenant' ? ['libs/console/src/**/*.{ts,tsx}', '!libs/console/src/generated/**'] : []),
      ];
      const used = panelFolders()
        .flatMap(filesUnder)
        .some((path) => readFileSync(path, 'utf8').includes(`${tag}(\``));
      if (!existsSync(join(root, schema)) || !used) {
        writeFileSync(
          join(folder, 'index.ts'),
          `export const ${tag} = (text: string): never => { throw new Error(text); };\n`,
        );
        continue;
      }
      await generate(
        {
          cwd: root,
          silent: true,
          errorsOnly: true,
          schema,
          documents,
          // Only this area's tag: the other's operations are of another schema.
          pluckConfig: { globalGqlIdentifierName: [tag], modules: [{ name: '@madang/console', identifier: tag }] },
          generates: {
            [`${folder}/`]: {
              preset: 'client',
              presetConfig: { fragmentMasking: false, gqlTagName: tag },
              config: {
                documentMode: 'string',
                useTypeImports: true,
                enumsAsTypes: true,
                scalars: { DateTime: 'string', Texts: 'Record<string, string>', Json: 'unknown' },
                strictScalars: true,
              },
            },
          },
        },
        true,
      );
    }
  });
}

/** Types, then both bundles; true when something was built. */
export async function prepareConsole({ onProgress } = {}) {
  await prepareTypes();
  const dist = join(root, 'apps/console/dist');
  const made = Object.keys(AREAS).map((area) => join(dist, area, 'console.html'));
  return unlessFresh('build', sourcesOfBuild(), made, async () => {
    const begin = Date.now();
    onProgress?.('building the console …');
    const { build } = await import('vite');
    const { NODE_ENV } = process.env;
    for (const area of Object.keys(AREAS)) {
      await build({ configFile: join(root, 'apps/console/vite.config.ts'), mode: area });
      compress(join(dist, area));
    }
    // The bundler says "production" to the whole process; whoever builds in order to start something else is not.
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
    onProgress?.(`console built in ${((Date.now() - begin) / 1000).toFixed(1)} s`);
  });
}

/** Compresses what is text once, as well as it can be. */
function compress(folder) {
  for (const path of builtFiles(folder)) {
    if (!/\.(js|css|svg|json)$/.test(path)) continue;
    const text = readFileSync(path);
    writeFileSync(
      `${path}.br`,
      brotliCompressSync(text, {
        params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: text.length },
      }),
    );
  }
}

const builtFiles = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

if (process.argv[1] && resolve(process.argv[1]) === import.meta.filename) {
  if (process.argv.includes('--types')) await prepareTypes();
  else if (!(await prepareConsole({ onProgress: (line) => console.log(`[console] ${line}`) })))
    console.log('[console] nothing changed');
}
