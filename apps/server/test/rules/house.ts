import { posix } from 'node:path';
import { isTest, type Tree } from './tree.js';

/** A rule looks at one tree and names each breach as `path:line what is wrong`. */
export type Rule = (tree: Tree) => string[];

const CODE = /\.(tsx?|mjs|js|css|hbs)$/;
const PRODUCT = /^(libs|apps)\//;

function* lines(tree: Tree, wanted: (path: string) => boolean): Generator<[string, string, string[], number]> {
  for (const [path, text] of tree) {
    if (!wanted(path)) continue;
    const all = text.split('\n');
    for (const [index, line] of all.entries()) yield [`${path}:${index + 1}`, line, all, index];
  }
}

const isGenerated = (path: string, text: string): boolean =>
  path.includes('/generated/') || /@generated|generated file/i.test(text.slice(0, 300));

/** No file of code is longer than 400 lines; what a program writes is apart. */
export const lengths: Rule = (tree) =>
  [...tree]
    .filter(([path, text]) => CODE.test(path) && !isGenerated(path, text))
    .map(([path, text]) => [path, text.replace(/\n$/, '').split('\n').length] as const)
    .filter(([, count]) => count > 400)
    .map(([path, count]) => `${path}:400 has ${count} lines; split it by what it is about`);

/** Product code serves every organisation alike: it names none. The list is what `tenants/` holds, and the three we know. */
export const tenantNames: Rule = (tree) => {
  const folders = [...tree.keys()].map((path) => /^tenants\/([a-z0-9-]+)\//.exec(path)?.[1]);
  const slugs = new Set(['solbat', 'bada', 'haetsal', ...folders].filter((slug) => slug && slug !== 'presets'));
  const word = new RegExp(`(?<![a-z0-9-])(${[...slugs].join('|')})(?![a-z0-9-])|솔밭구|열린바다`, 'i');
  return [...lines(tree, (path) => PRODUCT.test(path) && !isTest(path))]
    .filter(([, line]) => word.test(line))
    .map(([place, line]) => `${place} names a tenant: ${word.exec(line)?.[0]}`);
};

/**
 * What a process remembers between requests must know whose it is: TenantCache does. A table that is written once is no
 * memory, and a WeakMap forgets with its keys; anything else says why it may live for the whole process: `// process-wide: <reason>`.
 */
export const caches: Rule = (tree) => {
  const wanted = (path: string): boolean =>
    PRODUCT.test(path) &&
    /\.tsx?$/.test(path) &&
    !isTest(path) &&
    !/^apps\/console\/|^libs\/([^/]+\/[^/]+\/)?console\//.test(path) &&
    !path.endsWith('/tenant-cache.ts');
  const found: string[] = [];
  for (const [place, line, all, index] of lines(tree, wanted)) {
    const made = /^(?:export )?(?:const|let) (\w+)\b.*(?:=|\?\?) *new (?:Map|Set|LRUCache)\b(.*)$/.exec(line);
    const fixed =
      /^\s+(?:private |public |protected )?static (?:readonly )?#?(\w+)\b.*= *new (?:Map|Set|LRUCache)\b(.*)$/.exec(
        line,
      );
    const object = /^(?:export )?let (\w+)\b.*= *(\{\}|\[\]);?$/.exec(line);
    const match = made ?? fixed ?? object;
    if (!match) continue;
    const [, name = '', rest = ''] = match;
    const empty = object !== null || /^(<.*>)?\(\s*\)/.test(rest);
    const written = new RegExp(`\\b${name}\\.(set|add)\\(`).test(all.join('\n'));
    const excused = [line, all[index - 1] ?? ''].some((one) => /process-wide: \S+/.test(one));
    if ((empty || written) && !excused)
      found.push(`${place} keeps "${name}" for the whole process; use TenantCache, or say why: // process-wide: …`);
  }
  return found;
};

/** Unfinished work is not left in the code. */
export const leftovers: Rule = (tree) =>
  [...lines(tree, (path) => CODE.test(path) && !path.startsWith('apps/server/test/'))]
    .filter(([, line]) => /\b(TODO|FIXME|XXX|HACK)\b/.test(line))
    .map(([place]) => `${place} leaves work undone`);

/** Nothing tracked depends on where it was made: no address of a package registry, no path of one machine. */
export const places: Rule = (tree) => {
  const registry = /registry\.(npmjs|yarnpkg|npmmirror)\.|"resolved": "https?:|verdaccio|artifactory/i;
  const machine = /(^|[^\w.~:/-])\/(work|tmp|home\/\w+|Users\/\w+)\/\w/;
  return [...lines(tree, (path) => !path.startsWith('apps/server/test/') && !path.endsWith('.svg'))]
    .filter(([, line]) => registry.test(line) || machine.test(line))
    .map(([place, line]) => `${place} names a place of one machine: ${line.trim().slice(0, 80)}`);
};

/** Each package says on one page what it is for. */
export const readmes: Rule = (tree) =>
  [...tree.keys()]
    .filter((path) => /^libs\/.+\/package\.json$/.test(path))
    .map((path) => posix.join(posix.dirname(path), 'README.md'))
    .filter((path) => (tree.get(path) ?? '').trim().length < 100)
    .map((path) => `${path}:1 is missing or says nothing`);

/** One thing, one name: named exports only (configuration files of tools apart). */
export const defaults: Rule = (tree) =>
  [...lines(tree, (path) => PRODUCT.test(path) && /\.tsx?$/.test(path) && !/\.config\.ts$/.test(path))]
    .filter(([, line]) => /^export default\b/.test(line))
    .map(([place]) => `${place} exports a default`);

/** A schema of one tenant is chosen by the unit of work, never by the text of a statement. */
export const schemaNames: Rule = (tree) =>
  [...lines(tree, (path) => PRODUCT.test(path) && /\.(ts|sql)$/.test(path) && !isTest(path))]
    .filter(([, line]) => /\bt_\d{3,}\b/.test(line.replace(/\/\/.*|^\s*\*.*/, '')))
    .map(([place]) => `${place} names a tenant's schema`);

/** What people typed reaches PostgreSQL as a parameter; only our own fragments may be put together. */
export const statements: Rule = (tree) => {
  const found: string[] = [];
  for (const [path, text] of tree) {
    if (!/^(libs\/(commons|methods|kernel)|apps)\//.test(path) || !path.endsWith('.ts') || isTest(path)) continue;
    for (const literal of text.matchAll(/`[^`]*`/g)) {
      if (!/\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|WHERE|ORDER BY)\b/.test(literal[0])) continue;
      const typed = /\$\{[^}]*\b(input|args|params|query|body|form|request|req|search|q|filter)\b[.[][^}]*\}/.exec(
        literal[0],
      );
      if (!typed) continue;
      const line = text.slice(0, literal.index + literal[0].indexOf(typed[0])).split('\n').length;
      found.push(`${path}:${line} puts a given value into SQL text: ${typed[0]}`);
    }
  }
  return found;
};
