import { PROPERTIES, readValue } from './allowed.js';

/** Properties by name, as they stand in `style` or in a rule. */
export type Declarations = ReadonlyMap<string, string>;

/** Reads `fill: red; stroke: none`; what is not allowed is left out. */
export function readDeclarations(text: string): Declarations {
  const found = new Map<string, string>();
  for (const part of text.slice(0, 5000).split(';')) {
    const at = part.indexOf(':');
    const name = part.slice(0, at).trim().toLowerCase();
    const value = readValue(part.slice(at + 1).replace(/!\s*important/i, ''));
    if (at > 0 && PROPERTIES.has(name) && value) found.set(name, value.text);
  }
  return found;
}

/**
 * Rules for single classes, as drawing programs write them: `.a, .b { fill: red }`. Other selectors and everything with an
 * `@` are left out; the rules become attributes, so that no style sheet stays in the drawing.
 */
export function readRules(sheet: string): ReadonlyMap<string, Declarations> {
  const rules = new Map<string, Map<string, string>>();
  const plain = sheet.slice(0, 50_000).replace(/\/\*[^]*?\*\//g, '');
  for (const [, selectors = '', body = ''] of plain.matchAll(/([^{}@]{1,2000})\{([^{}]{0,5000})\}/g)) {
    const declared = readDeclarations(body);
    for (const selector of selectors.split(',')) {
      const name = /^\s*\.([\w-]{1,64})\s*$/.exec(selector)?.[1];
      if (name) rules.set(name, new Map([...(rules.get(name) ?? []), ...declared]));
    }
  }
  return rules;
}
