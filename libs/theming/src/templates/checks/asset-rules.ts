import { parseFragment, type DefaultTreeAdapterTypes } from 'parse5';
import { finding, type Finding } from './finding.js';

/** Kinds of files a theme may hold, with the most bytes each may have. */
export const ASSET_LIMITS: Readonly<Record<string, number>> = {
  svg: 60_000,
  png: 400_000,
  jpg: 400_000,
  jpeg: 400_000,
  webp: 300_000,
  avif: 300_000,
  ico: 50_000,
  woff2: 150_000,
};

/** MT017, MT018, MT027: size, kind and, for SVG, content of an asset. `readText` is called for SVG only. */
export function checkAsset(file: string, bytes: number, readText: () => string): Finding[] {
  const kind = /\.([a-z0-9]+)$/.exec(file.toLowerCase())?.[1] ?? '';
  const limit = ASSET_LIMITS[kind];
  if (limit === undefined) return [finding('MT018', file, 1, `allowed: ${Object.keys(ASSET_LIMITS).join(', ')}`)];
  if (bytes > limit) return [finding('MT017', file, 1, `${bytes} bytes, at most ${limit} for .${kind}`)];
  return kind === 'svg' ? svgProblems(readText()).map((problem) => finding('MT027', file, 1, problem)) : [];
}

const DANGEROUS = new Set([
  'script',
  'foreignobject',
  'iframe',
  'embed',
  'object',
  'handler',
  'style',
  'animate',
  'set',
  'animatetransform',
  'animatemotion',
]);

function svgProblems(text: string): string[] {
  if (/<!(?:doctype|entity)/i.test(text)) return ['document type or entities'];
  const problems: string[] = [];
  const walk = (node: DefaultTreeAdapterTypes.ParentNode): void => {
    for (const child of node.childNodes) {
      if (!('tagName' in child)) continue;
      if (DANGEROUS.has(child.tagName.toLowerCase())) problems.push(`<${child.tagName}>`);
      for (const { name, value } of child.attrs) {
        if (/^on/i.test(name)) problems.push(name);
        if (/href$/i.test(name) && !value.trim().startsWith('#')) problems.push(`${name}="${value.slice(0, 40)}"`);
        if (/url\(\s*['"]?\s*(?!#)/i.test(value)) problems.push(`url() in ${name}`);
      }
      walk(child);
    }
  };
  walk(parseFragment(text));
  return problems;
}
