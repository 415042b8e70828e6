/**
 * The server and the command line as bundles: what `npm start`, `npm run madang`, the bench and the image run. A server from
 * 3,700 files holds 17 MB of their texts, a record of each and the links between them; from a bundle it starts in half the time
 * and holds 30 MB less (docs/adr/0037). Specs, and `MADANG_SOURCE=1`, run the sources.
 *
 * `node infra/dev/bundle.mjs` makes it when something it is made of changed, and says where it lies.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { compile } from './compile.mjs';
import { linesOf } from './line-tables.mjs';
import { root } from './node24.mjs';
import { projectFolders } from './projects.mjs';

const kept = join(root, '.cache', 'server');
const entries = { server: join(root, 'apps/server/src/main.ts'), cli: join(root, 'apps/cli/src/main.ts') };
const traces = join(root, 'infra/dev/bundled-traces.mjs');

/** What stays a package: native code, loaded from where npm put it. */
const NATIVE = ['@node-rs/argon2', '@resvg/resvg-js', 'sharp'];

/** What packages of others ask for if it is there; nothing of ours uses it, and it is not installed. */
const ABSENT = new Set([
  ...[
    '@apollo/gateway',
    '@apollo/subgraph',
    '@as-integrations/express5',
    '@fastify/static',
    '@fastify/view',
    'ts-morph',
  ],
  ...['@nestjs/microservices', '@nestjs/platform-express', '@nestjs/websockets'],
]);
const packageOf = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** Everything the bundle is made of: our own sources and manifests, the packages by their lock, and how it is made. */
function fingerprint() {
  const hash = createHash('sha256').update(process.versions.node);
  const files = projectFolders().flatMap((folder) => [
    join(root, folder, 'package.json'),
    ...readdirSync(join(root, folder, 'src'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.(spec|bench)\.ts$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name)),
  ]);
  const makers = ['bundle', 'bundled-traces', 'compile', 'line-tables', 'traces'].map((name) =>
    join(root, 'infra/dev', `${name}.mjs`),
  );
  for (const file of [...files.sort(), ...makers, join(root, '.swcrc'), join(root, 'package-lock.json')])
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

/** Our own files: compiled as everywhere else, and each still knows the place it had, since texts and templates lie beside it. */
const ownSources = (out) => ({
  name: 'own sources',
  load: {
    filter: { id: /\.tsx?$/ },
    handler(id) {
      const { code, map } = compile(id);
      const place = `new URL(${JSON.stringify(relative(out, id))}, import.meta.url).href`;
      const first = Object.values(entries).includes(id) ? `import ${JSON.stringify(traces)};` : '';
      return {
        code: first + code.replaceAll('import.meta.url', place),
        map: readFileSync(map, 'utf8'),
        moduleType: 'js',
      };
    },
  },
});

/** Bundles both programs into `out`, which must not hold anything yet. */
export async function bundle(out) {
  const { rolldown } = await import('rolldown');
  const missing = [];
  const graph = await rolldown({
    cwd: root,
    input: entries,
    platform: 'node',
    external: (id) => NATIVE.includes(id),
    resolve: { conditionNames: ['source', 'node', 'default'], extensionAlias: { '.js': ['.ts', '.tsx', '.js'] } },
    onLog: (_level, log) =>
      void (
        log.code === 'UNRESOLVED_IMPORT' &&
        missing.push(/Could not resolve '([^']+)'/.exec(log.message)?.[1] ?? log.message)
      ),
    plugins: [ownSources(out)],
  });
  const { output } = await graph.generate({
    dir: out,
    format: 'esm',
    sourcemap: 'hidden',
    // The framework, the API and the mapping of tables know classes by their names.
    keepNames: true,
    minify: { compress: false, mangle: { keepNames: { function: true, class: true } }, codegen: true },
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
  });
  await graph.close();
  const own = new Set(output.map(({ fileName }) => fileName));
  const asked = output.flatMap((chunk) => [...(chunk.imports ?? []), ...(chunk.dynamicImports ?? [])]);
  const unknown = asked
    .filter((name) => !own.has(name) && !isBuiltin(name))
    .concat(missing)
    .filter((name) => !NATIVE.includes(name) && !ABSENT.has(packageOf(name)));
  if (unknown.length > 0) throw new Error(`the bundle would miss ${[...new Set(unknown)].join(', ')}`);
  mkdirSync(out, { recursive: true });
  for (const chunk of output) {
    if (chunk.type !== 'chunk') continue;
    writeFileSync(join(out, chunk.fileName), inAscii(chunk.code));
    if (chunk.map) writeFileSync(join(out, `${chunk.fileName}.lines`), linesOf(chunk.code, chunk.map));
  }
}

/** A single letter beyond Latin-1 makes V8 hold the whole text of a bundle in two bytes a letter. */
const inAscii = (code) =>
  code.replace(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The folder of a bundle that is what the sources are now, or undefined. */
export function freshServer() {
  const folder = join(kept, fingerprint());
  return existsSync(folder) ? folder : undefined;
}

/**
 * The folder of a bundle that is what the sources are now, made if need be. Each has a folder of its own, and the last few stay:
 * a server that is running loads parts of its bundle when it first needs them.
 */
export async function prepareServer({ onProgress } = {}) {
  const folder = join(kept, fingerprint());
  if (existsSync(folder)) return folder;
  const begin = Date.now();
  onProgress?.('bundling the server …');
  const draft = `${folder}.${process.pid}`;
  try {
    await bundle(draft);
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Somebody else bundled the same meanwhile.
    if (!existsSync(folder)) throw error;
  }
  forgetOld();
  onProgress?.(`server bundled in ${((Date.now() - begin) / 1000).toFixed(1)} s`);
  return folder;
}

function forgetOld() {
  const byAge = readdirSync(kept)
    .map((name) => ({
      path: join(kept, name),
      at: statSync(join(kept, name), { throwIfNoEntry: false })?.mtimeMs ?? 0,
    }))
    .sort((a, b) => b.at - a.at);
  for (const { path } of byAge.slice(8)) rmSync(path, { recursive: true, force: true });
}

if (process.argv[1] && resolve(process.argv[1]) === import.meta.filename)
  console.log(await prepareServer({ onProgress: (line) => console.error(`[server] ${line}`) }));
