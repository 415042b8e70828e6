import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import ts from 'typescript';
import { isTest, type Tree } from './tree.js';

type Layer =
  'app' | 'method' | 'commons' | 'platform' | 'portal' | 'theming' | 'kernel' | 'counting' | 'testing' | 'console';

/** Who may import whom. Commons and platform packages may import their own kind as long as no circle forms. */
const MAY_IMPORT: Record<Layer, readonly Layer[]> = {
  app: ['app', 'method', 'commons', 'platform', 'portal', 'theming', 'kernel', 'counting'],
  method: ['commons', 'portal', 'theming', 'kernel', 'counting'],
  commons: ['commons', 'portal', 'theming', 'kernel', 'counting'],
  platform: ['platform', 'theming', 'kernel'],
  portal: ['theming', 'kernel'],
  theming: [],
  kernel: [],
  counting: [],
  console: ['theming'],
  testing: ['app', 'commons', 'platform', 'portal', 'theming', 'kernel', 'counting'],
};

/** Code for browsers: the kit, the app, and the panels that lie in a part's own `console/` folder. */
const BROWSER = /^(libs\/console\/|apps\/console\/|libs\/(commons|methods|platform)\/[^/]+\/console\/)/;
/** What browser code may import of ours: the kit, and the half of theming that knows no server. */
const IN_BROWSER = ['@madang/console', '@madang/theming/browser'];

/** The only file of the product that may name a method. */
const METHODS_LIST = 'apps/server/src/methods.ts';

interface Package {
  folder: string;
  name: string;
  layer: Layer;
  dependencies: Record<string, string>;
}

interface Manifest {
  name: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

interface Import {
  file: string;
  from: Package;
  specifier: string;
  test: boolean;
}

/** Every breach of the import rules as `file: what is wrong`, sorted. Empty when the house stands. */
export function boundaryBreaches(tree: Tree): string[] {
  const packages = packagesOf(tree);
  const imports = importsOf(tree, packages);
  const breaches = imports.flatMap((one) => breachesOf(one, packages, tree).map((why) => `${one.file}: ${why}`));
  return [...new Set([...breaches, ...circles(imports, packages)])].sort();
}

/** How many imports between our own packages the scan sees: the proof that it looks at anything. */
export function crossings(tree: Tree): number {
  return importsOf(tree, packagesOf(tree)).filter(({ specifier }) => specifier.startsWith('@madang/')).length;
}

function packagesOf(tree: Tree): Package[] {
  const found: Package[] = [];
  for (const [path, text] of tree) {
    if (!/^(apps|libs)\/.*package\.json$/.test(path) || path.includes('node_modules')) continue;
    const manifest = JSON.parse(text) as Manifest;
    const folder = posix.dirname(path);
    const dependencies = { ...manifest.dependencies, ...manifest.devDependencies };
    found.push({ folder, name: manifest.name, layer: layerOf(folder), dependencies });
  }
  return found;
}

function layerOf(folder: string): Layer {
  const [top, second] = folder.split('/');
  if (top === 'apps') return 'app';
  if (second === 'methods') return 'method';
  return second as Layer;
}

function importsOf(tree: Tree, packages: Package[]): Import[] {
  const found: Import[] = [];
  for (const [file, text] of tree) {
    if (!/\.tsx?$/.test(file) || file.endsWith('.d.ts')) continue;
    const from = packages.find(({ folder }) => file.startsWith(`${folder}/`));
    if (!from) continue;
    const seen = ts.preProcessFile(text, true, true).importedFiles;
    for (const { fileName } of seen) found.push({ file, from, specifier: fileName, test: isTest(file) });
  }
  return found;
}

function breachesOf(one: Import, packages: Package[], tree: Tree): string[] {
  if (BROWSER.test(one.file)) return browserBreaches(one, tree);
  if (one.specifier.startsWith('.')) return relativeBreaches(one);
  if (one.specifier.startsWith('@madang/')) return crossingBreaches(one, packages);
  return outsideBreaches(one, tree);
}

/**
 * Panels know the API and the kit, never a part's server code, and nothing outside their folder. The code they are made of is
 * bundled, so development packages will do.
 */
function browserBreaches({ file, from, specifier, test }: Import, tree: Tree): string[] {
  if (specifier.startsWith('.')) {
    const target = posix.normalize(posix.join(posix.dirname(file), specifier));
    const inside = from.layer === 'console' || from.folder === 'apps/console' ? from.folder : `${from.folder}/console`;
    return target.startsWith(`${inside}/`) ? [] : [`reaches out of ${inside} by "${specifier}"`];
  }
  if (specifier.startsWith('@madang/')) {
    const own = from.layer === 'console' ? IN_BROWSER.slice(1) : IN_BROWSER;
    return own.includes(specifier) ? [] : [`is browser code and imports "${specifier}"; only ${own.join(', ')} may be`];
  }
  // What builds the bundle runs in Node, and what it makes up has no package.
  if (/^apps\/console\/(build\/|[^/]+\.config\.ts$)/.test(file) || test) return [];
  if (specifier.startsWith('virtual:')) return [];
  if (specifier.startsWith('node:') || builtinModules.includes(specifier))
    return [`is browser code and imports "${specifier}"`];
  const manifest = JSON.parse(tree.get('package.json') ?? '{}') as Manifest;
  const name = packageName(specifier);
  return manifest.dependencies?.[name] || manifest.devDependencies?.[name]
    ? []
    : [`imports ${name}, which package.json does not list`];
}

const packageName = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

function relativeBreaches({ file, from, specifier, test }: Import): string[] {
  const target = posix.normalize(posix.join(posix.dirname(file), specifier));
  if (target.startsWith(`${from.folder}/`) || (test && target.startsWith('infra/dev/'))) return [];
  return [`reaches out of its package by "${specifier}"; import the package by name`];
}

function crossingBreaches({ file, from, specifier, test }: Import, packages: Package[]): string[] {
  const name = specifier.split('/').slice(0, 2).join('/');
  const target = packages.find((one) => one.name === name);
  if (!target) return [`imports ${name}, which does not exist`];
  const why: string[] = [];
  if (specifier !== name) why.push(`imports "${specifier}"; only the package itself (its index.ts) may be imported`);
  if (target === from) {
    // A spec may meet its own package as others do; the product would load a half-made index.
    if (!test) why.push(`imports its own package ${name}; use a relative path`);
  } else if (from.dependencies[name] !== '*' && !(test && target.layer === 'testing'))
    why.push(`imports ${name}, but package.json does not declare "${name}": "*"`);
  if (target.layer === 'testing') {
    if (!test) why.push(`imports ${name}; only tests may`);
  } else if (target !== from && !MAY_IMPORT[from.layer].includes(target.layer) && !(test && from.layer === 'app')) {
    why.push(`a ${from.layer} package imports ${name}, a ${target.layer} package`);
  }
  if (from.layer === 'app' && target.layer === 'method' && !test && file !== METHODS_LIST)
    why.push(`names the method ${name}; only ${METHODS_LIST} may`);
  return why;
}

/** Packages from npm: none for counting; for product code only those that reach production images. */
function outsideBreaches({ from, specifier, test }: Import, tree: Tree): string[] {
  if (test) return [];
  if (from.layer === 'counting') return [`counting imports "${specifier}"; it imports nothing`];
  if (specifier.startsWith('node:')) return [];
  if (builtinModules.includes(specifier)) return [`imports "${specifier}" without node:`];
  const name = packageName(specifier);
  const { dependencies } = JSON.parse(tree.get('package.json') ?? '{}') as { dependencies?: Record<string, string> };
  if (dependencies?.[name]) return [];
  return [`imports ${name}, which package.json does not list under dependencies`];
}

function circles(imports: Import[], packages: Package[]): string[] {
  const edges = new Map<string, Set<string>>(packages.map(({ name }) => [name, new Set<string>()]));
  for (const { file, from, specifier, test } of imports)
    if (!test && !BROWSER.test(file) && edges.has(specifier) && specifier !== from.name)
      edges.get(from.name)?.add(specifier);
  const found: string[] = [];
  const done = new Set<string>();
  const walk = (name: string, path: string[]): void => {
    if (path.includes(name)) {
      found.push(`circle: ${[...path.slice(path.indexOf(name)), name].join(' → ')}`);
      return;
    }
    if (done.has(name)) return;
    for (const next of edges.get(name) ?? []) walk(next, [...path, name]);
    done.add(name);
  };
  for (const { name } of packages) walk(name, []);
  return found;
}
