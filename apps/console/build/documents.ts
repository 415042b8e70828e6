import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Kind, parse, print, stripIgnoredCharacters, visit, type DocumentNode } from 'graphql';
import type { Plugin } from 'vite';

const TAGGED = /\b(?:graphql|operatorGraphql)\(\s*`([^`]*)`\s*,?\s*\)/g;

/** Fragments named in a document, in the order met. */
function spreadsOf(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, { FragmentSpread: (node) => void names.add(node.name.value) });
  return [...names];
}

/** Every fragment written in the given files, by its name. */
export function fragmentsIn(files: readonly string[]): Map<string, DocumentNode> {
  const found = new Map<string, DocumentNode>();
  for (const file of files)
    for (const [, text] of readFileSync(file, 'utf8').matchAll(TAGGED)) {
      const document = parse(text!);
      for (const definition of document.definitions)
        if (definition.kind === Kind.FRAGMENT_DEFINITION)
          found.set(definition.name.value, { kind: Kind.DOCUMENT, definitions: [definition] });
    }
  return found;
}

/** The document with the fragments it needs, directly or through others, without a superfluous character. */
export function completed(text: string, fragments: ReadonlyMap<string, DocumentNode>): string {
  const own = parse(text);
  const parts = [own];
  const known = new Set(own.definitions.flatMap((one) => ('name' in one && one.name ? [one.name.value] : [])));
  for (let at = 0; at < parts.length; at += 1)
    for (const name of spreadsOf(parts[at]!)) {
      if (known.has(name)) continue;
      known.add(name);
      const fragment = fragments.get(name);
      if (!fragment) throw new Error(`No fragment is called ${name}.`);
      parts.push(fragment);
    }
  return stripIgnoredCharacters(parts.map(print).join('\n'));
}

/** The name by which the server that has this build knows a document: 132 bits of its digest. */
export const idOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);

/** Whether a document can be asked; a fragment alone cannot. */
const asks = (text: string): boolean => parse(text).definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION);

/**
 * Puts each operation into the file that uses it, complete and short. The typed map that the types come from names every
 * operation of an area twice; a bundle with it would bring all of them to every screen. What can be asked is written down for
 * the server in `operations.json`, by id; the text stays in the bundle for servers of another build.
 */
export function documentsInPlace(files: readonly string[]): Plugin {
  const fragments = fragmentsIn(files);
  const operations = new Map<string, string>();
  const MAP = /libs[/\\]console[/\\]src[/\\]generated[/\\](tenant|operator)[/\\]index\.ts$/;
  return {
    name: 'documents-in-place',
    enforce: 'pre',
    transform(code, id) {
      const area = MAP.exec(id)?.[1];
      if (area)
        return `export const ${area === 'tenant' ? 'graphql' : 'operatorGraphql'} = (text, id) => ({ id, toString: () => text });`;
      if (!/\.tsx?$/.test(id) || !code.includes('raphql(')) return undefined;
      return code.replace(TAGGED, (call, text: string) => {
        const whole = completed(text, fragments);
        if (!asks(whole)) return call.replace(`\`${text}\``, () => JSON.stringify(whole));
        const id = idOf(whole);
        operations.set(id, whole);
        return call.replace(`\`${text}\``, () => `${JSON.stringify(whole)}, '${id}'`);
      });
    },
    generateBundle() {
      const source = JSON.stringify(Object.fromEntries([...operations].sort(([a], [b]) => (a < b ? -1 : 1))));
      this.emitFile({ type: 'asset', fileName: 'operations.json', source });
    },
  };
}
