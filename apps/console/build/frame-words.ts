import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const ID = 'virtual:frame-words/';
/** Keys written out, and beginnings of keys that end in a variable: `hosting.news.${kind}`. */
const KEY = /['"`]([a-z_]+(?:\.[a-z0-9_]+)+)(['"`]|\.\$\{)/g;

/** Where an area's catalogues lie, and what is shown before any screen is open: menus, ⌘K, banners, the door, tasks. */
export interface FrameWords {
  catalogues: string;
  named: string;
}

const read = (root: string, glob: string): string[] =>
  globSync(glob, { cwd: root })
    .sort()
    .map((file) => readFileSync(join(root, file), 'utf8'));

/** The messages of the parts that the given sources name. */
export function messagesNamed(catalogues: readonly string[], sources: readonly string[]): Record<string, string> {
  const all = Object.assign({}, ...catalogues.map((text) => JSON.parse(text) as object)) as Record<string, string>;
  const whole = new Set<string>();
  const beginnings: string[] = [];
  for (const source of sources)
    for (const [, key, end] of source.matchAll(KEY)) end === '.${' ? beginnings.push(`${key}.`) : whole.add(key!);
  return Object.fromEntries(
    Object.entries(all).filter(([key]) => whole.has(key) || beginnings.some((start) => key.startsWith(start))),
  );
}

/**
 * `virtual:frame-words/ko`: the words of the frame in one language. Those of a part come with its first screen; all of
 * them at once are a tenth of what a visit loads.
 */
export function frameWords(root: string, area: FrameWords): Plugin {
  return {
    name: 'frame-words',
    resolveId: (id) => (id.startsWith(ID) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${ID}`)) return undefined;
      const locale = id.slice(ID.length + 1);
      const own = read(root, `libs/console/src/i18n/${locale}.json`).map((text) => JSON.parse(text) as object);
      const named = messagesNamed(read(root, `${area.catalogues}/i18n/${locale}.json`), read(root, area.named));
      return `export const messages = ${JSON.stringify(Object.assign({}, ...own, named))};`;
    },
  };
}
