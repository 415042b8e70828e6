import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { catalogueProblems, termArguments, usedKeys } from '@madang/theming';
import { houseCatalogues, houseTemplates } from '../src/texts.js';
import { readTree } from './rules/tree.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Sources that may name a text: code and templates, not specs. */
function sources(): string[] {
  const found: string[] = [];
  const walk = (dir: string): void => {
    for (const entry of readdirSync(dir, { withFileTypes: true })) {
      if (
        ['node_modules', 'dist', 'i18n', 'test', 'bench', 'dev', 'fonts', 'testing', 'console'].includes(entry.name) ||
        dir.endsWith('theming/src') /* speaks words of its own */
      )
        continue;
      const path = join(dir, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (/\.(ts|hbs|js)$/.test(entry.name) && !/\.spec\.ts$/.test(entry.name))
        found.push(readFileSync(path, 'utf8'));
    }
  };
  for (const dir of ['libs', 'apps/server/src']) walk(join(ROOT, dir));
  return found;
}

/** Keys that code names otherwise than through t(): any text that has the form of one. */
function named(texts: readonly string[]): Set<string> {
  const keys = new Set<string>();
  for (const text of texts)
    for (const match of text.matchAll(/['"`]([a-z_]+(?:\.[a-z0-9_]+)+)['"`]/g)) keys.add(match[1]!);
  return keys;
}

/** Codes of errors: `missing('x')`, `new DomainError('kind', 'x')`, and codes of fields. */
function errorCodes(texts: readonly string[]): Set<string> {
  const codes = new Set<string>();
  for (const text of texts) {
    for (const match of text.matchAll(/\b(?:missing|denied|closed|conflict|invalid)\(\s*'([a-z_]+)'/g))
      codes.add(`errors.${match[1]!}`);
    for (const match of text.matchAll(/new DomainError\(\s*'[a-z_]+',\s*'([a-z_]+)'/g))
      codes.add(`errors.${match[1]!}`);
    for (const match of text.matchAll(/field: '[A-Za-z]+', code: '([a-z_]+)'/g)) codes.add(`errors.field.${match[1]!}`);
  }
  return codes;
}

describe('texts', () => {
  const catalogues = houseCatalogues();
  const keys = new Set(catalogues.flatMap((catalogue) => Object.keys(catalogue['ko'] ?? {})));
  const texts = sources();

  it('exist in every language with the same arguments', () => {
    const terms = new Set([...Object.keys(termArguments('ko')), ...Object.keys(termArguments('en'))]);
    const problems = catalogueProblems(catalogues, { terms }).map(
      (p) => `${p.kind} ${p.key} ${p.locale ?? ''} ${p.detail ?? ''}`,
    );
    expect(problems).toEqual([]);
  });

  it('are there for every key that code and templates name', () => {
    const used = usedKeys(texts);
    const absent = [...used.keys].filter((key) => !keys.has(key));
    expect(absent.sort()).toEqual([]);
  });

  it('explain every error', () => {
    const absent = [...errorCodes(texts)].filter((key) => !keys.has(key));
    expect(absent.sort()).toEqual([]);
  });

  it('stand once in their file: the second of two would win unseen', () => {
    const files = [...readTree()].filter(([path]) => /\/i18n\/[a-z]{2}\.json$/.test(path));
    expect(files.length).toBeGreaterThan(20);
    const twice = files.flatMap(([path, text]) => {
      const named = [...text.matchAll(/^\s*"([^"]+)":/gm)].map((match) => match[1]!);
      return named.filter((key, at) => named.indexOf(key) !== at).map((key) => `${path}: ${key}`);
    });
    expect(twice).toEqual([]);
  });

  it('are all used', () => {
    const used = usedKeys(texts);
    const spoken = named(texts);
    const prefixes = [
      ...used.prefixes,
      ...texts.flatMap((text) => [...text.matchAll(/[`'"]([a-z_]+\.(?:[a-z_]+\.)*)(?:\$\{|['"])/g)].map((m) => m[1]!)),
    ];
    const idle = [...keys].filter(
      (key) =>
        !used.keys.has(key) &&
        !spoken.has(key) &&
        !key.startsWith('errors.') &&
        !/\.(settings|interaction|state)\.|^[a-z]+\.method$/.test(key) /* words for what methods declare */ &&
        !prefixes.some((prefix) => prefix.length > 3 && key.startsWith(prefix)),
    );
    expect(idle.sort()).toEqual([]);
  });

  it('finds what is planted: a missing key, an idle one, an error nobody explains', () => {
    expect(usedKeys(["{{t 'planted.missing'}}"]).keys.has('planted.missing')).toBe(true);
    expect([...errorCodes(["throw missing('planted_error')", "new DomainError('closed', 'planted_too')"])]).toEqual([
      'errors.planted_error',
      'errors.planted_too',
    ]);
    const problems = catalogueProblems([{ ko: { 'x.a': '{n, number}개' }, en: { 'x.b': 'x' } }], {});
    expect(problems.length).toBeGreaterThanOrEqual(2);
  });
});

describe('templates', () => {
  it('all compile', () => {
    expect(houseTemplates().compileAll()).toEqual([]);
  });
});
