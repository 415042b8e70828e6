import { describe, expect, it } from '@jest/globals';
import { catalogueProblems, termArguments, usedKeys, type Catalogue, type Catalogues } from '@madang/theming';
import { readTree } from '../rules/tree.js';

const tree = readTree();
const HOMES = /^(libs\/console\/src|libs\/(commons|methods|platform)\/[^/]+\/console|apps\/console\/src)\//;

/** Every catalogue of the console, by the folder that brings it. */
function catalogues(): Map<string, Catalogues> {
  const found = new Map<string, Catalogues>();
  for (const [path, text] of tree) {
    const match = HOMES.test(path) ? /^(.+)\/i18n\/(ko|en)\.json$/.exec(path) : null;
    if (!match) continue;
    const [, folder = '', locale = ''] = match;
    found.set(folder, { ...found.get(folder), [locale]: JSON.parse(text) as Catalogue });
  }
  return found;
}

const texts = [...tree]
  .filter(([path]) => HOMES.test(path) && /\.tsx?$/.test(path) && !path.includes('/generated/'))
  .map(([, text]) => text);

/** Tasks and numbers of the desk are named by the parts and worded by the console. */
const desk = [...tree]
  .filter(([path]) => /^libs\/(commons|methods)\/.*\.desk\.ts$/.test(path))
  .flatMap(([, text]) => [...text.matchAll(/\blabel: '([a-z_.]+)'/g)].map((match) => match[1]!));

const LOGGED =
  /'((?:announcement|bill|host|list|mailbox|operator|person|plan|tenants?|upgrade|visit)\.(?!manage|json)[a-z_]+)'/g;

describe('texts of the console', () => {
  const all = [...catalogues().values()];
  const keys = new Set(all.flatMap((catalogue) => Object.keys(catalogue['ko'] ?? {})));

  it('exist in Korean and English with the same arguments', () => {
    const terms = new Set([...Object.keys(termArguments('ko')), ...Object.keys(termArguments('en'))]);
    const problems = catalogueProblems(all, { terms });
    expect(problems.map((p) => `${p.kind} ${p.key} ${p.locale ?? ''} ${p.detail ?? ''}`)).toEqual([]);
    expect(keys.size).toBeGreaterThan(50);
  });

  it('are there for every key that screens name', () => {
    expect(desk.length).toBeGreaterThan(3);
    const named = texts.flatMap((text) => [
      ...usedKeys([text]).keys,
      ...[...text.matchAll(/\b(?:label|done): '([a-z_]+(?:\.[a-z0-9_]+)+)'/g)].map((match) => match[1]!),
    ]);
    expect([...new Set([...named, ...desk])].filter((key) => !keys.has(key)).sort()).toEqual([]);
  });

  it('come with their own part or with the frame: a screen speaks no other part’s words', () => {
    const homes = new Map<string, string>();
    for (const [folder, { ko = {} }] of catalogues()) for (const key of Object.keys(ko)) homes.set(key, folder);
    const strange = [...tree]
      .filter(([path]) => /^libs\/(commons|methods|platform)\/[^/]+\/console\/.*\.tsx?$/.test(path))
      .filter(([path]) => !path.endsWith('/console/index.ts'))
      .flatMap(([path, text]) =>
        [...usedKeys([text]).keys]
          .filter(
            (key) => ![undefined, 'libs/console/src', path.split('/').slice(0, 4).join('/')].includes(homes.get(key)),
          )
          .map((key) => `${path}: ${key}`),
      );
    expect(homes.size).toBeGreaterThan(50);
    expect(strange).toEqual([]);
  });

  it('name every act of the audit', () => {
    // Acts are recorded by constant names; those put together of parts are named by hand in the catalogue.
    const acts = [...tree]
      .filter(([path]) => /^(libs|apps\/server\/src)\/.*(?<!spec|d)\.ts$/.test(path))
      .flatMap(([, text]) => [...text.matchAll(/\brecord\(([\s\S]*?);/g)].map((match) => match[1]!.slice(0, 160)))
      .flatMap((call) => [...call.matchAll(/'([a-z]+\.[a-z_]+)'/g)].map((match) => `audit.act.${match[1]}`));
    expect(acts.length).toBeGreaterThan(90);
    expect([...new Set(acts)].filter((key) => !keys.has(key))).toEqual([]);
    // What acts are filtered by, and what they are done to.
    const parts = acts.map((key) => key.replace(/^audit\.act\.(\w+)\..*/, 'audit.part.$1'));
    const kinds = [...tree]
      .filter(([path]) => /^(libs|apps\/server\/src)\/.*(?<!spec|d)\.ts$/.test(path))
      .flatMap(([, text]) => [...text.matchAll(/\brecord\(\s*[^,;]+,\s*'([a-z_]+)'/g)])
      .map((match) => `audit.kind.${match[1]}`);
    expect(new Set(kinds).size).toBeGreaterThan(25);
    expect([...new Set([...parts, ...kinds])].filter((key) => !keys.has(key))).toEqual([]);
    const listed = /PARTS = \[([\s\S]*?)\n\];/.exec(tree.get('libs/commons/audit/console/audit.tsx')!)![1]!;
    expect([...new Set(parts)].filter((key) => !listed.includes(`'${key.slice('audit.part.'.length)}'`))).toEqual([]);
  });

  it('name everything mails are about', () => {
    const said = tree.get('libs/commons/notices/src/topics.ts')!;
    const topics = [...said.matchAll(/topic: '([a-z_]+)'/g), ...'daily invite sign_in'.matchAll(/([a-z_]+)/g)];
    const links = /LinkPurpose = (.*);/.exec(tree.get('libs/commons/people/src/links.service.ts')!)![1]!;
    const all = [...topics, ...links.matchAll(/'([a-z_]+)'/g)].map((match) => `notices.mails.topic.${match[1]}`);
    expect(new Set(all).size).toBeGreaterThan(15);
    expect([...new Set(all)].filter((key) => !keys.has(key))).toEqual([]);
  });

  it('name every act of the operators’ log', () => {
    // An act is the first word of its kind of writing: `act: 'plan.saved'`, or an argument of the methods that write it.
    const acts = [...tree]
      .filter(([path]) => /^(libs\/platform|apps\/server\/src\/(operator|billing))\/.*(?<!spec|d)\.ts$/.test(path))
      .flatMap(([, text]) => [...text.matchAll(LOGGED)].map((match) => `operators.act.${match[1]}`));
    expect(new Set(acts).size).toBeGreaterThan(45);
    expect([...new Set(acts)].filter((key) => !keys.has(key))).toEqual([]);
  });

  it('are all used', () => {
    const prefixes = texts.flatMap((text) =>
      [...text.matchAll(/[`'"]([a-z_]+\.(?:[a-z_]+\.)*[a-z_]*)\$\{/g)].map((match) => match[1]!),
    );
    const spoken = new Set([
      ...desk,
      ...texts.flatMap((text) => [...text.matchAll(/['"`]([a-z_]+(?:\.[a-z0-9_]+)+)['"`]/g)].map((m) => m[1]!)),
    ]);
    const idle = [...keys].filter((key) => !spoken.has(key) && !prefixes.some((prefix) => key.startsWith(prefix)));
    expect(idle.sort()).toEqual([]);
  });
});
