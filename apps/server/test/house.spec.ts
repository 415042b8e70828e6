import { describe, expect, it } from '@jest/globals';
import * as house from './rules/house.js';
import { planted, readTree } from './rules/tree.js';

const tree = readTree();

/** Each rule with faults it must see and neighbours it must leave alone. */
const rules: { name: string; rule: house.Rule; faults: Record<string, string>; fine: Record<string, string> }[] = [
  {
    name: 'no file of code is longer than 400 lines',
    rule: house.lengths,
    faults: { 'libs/kernel/src/planted.ts': 'export const a = 1;\n'.repeat(401) },
    fine: {
      'libs/kernel/src/planted.ts': 'export const a = 1;\n'.repeat(400),
      'libs/kernel/src/generated/planted.ts': 'export const a = 1;\n'.repeat(900),
      'docs/planted.md': 'text\n'.repeat(900),
    },
  },
  {
    name: 'no tenant is named in product code',
    rule: house.tenantNames,
    faults: {
      'libs/portal/src/planted.ts': `const host = 'solbat.localhost';`,
      'apps/server/src/planted.ts': `if (tenant.slug === 'bada') return;`,
      'libs/portal/templates/planted.hbs': '<h1>솔밭구</h1>',
    },
    fine: {
      'libs/portal/src/planted.spec.ts': `const host = 'solbat.localhost';`,
      'libs/portal/src/planted.ts': `const word = 'badass'; const other = 'not-bada-either';`,
      'tenants/solbat/tenant.json': '{"slug":"solbat"}',
    },
  },
  {
    name: 'no memory outlives a request outside TenantCache',
    rule: house.caches,
    faults: {
      'libs/portal/src/planted-a.ts': 'const cache = new Map<string, string>();',
      'libs/portal/src/planted-b.ts': 'export const seen = new Set();',
      'libs/portal/src/planted-c.ts': 'const known = new Map([[1, 2]]);\nexport const f = () => known.set(2, 3);',
      'libs/portal/src/planted-d.ts': 'export class A {\n  private static readonly pages = new Map();\n}',
      'libs/portal/src/planted-e.ts': 'let pages: Record<string, string> = {};',
    },
    fine: {
      'libs/portal/src/planted-a.ts': `const KINDS = new Set(['a', 'b']);`,
      'libs/portal/src/planted-b.ts':
        '// process-wide: number formats, the same for every tenant\nconst formats = new Map<string, Intl.NumberFormat>();',
      'libs/portal/src/planted-c.ts': 'export const f = () => {\n  const seen = new Map();\n  return seen;\n};',
      'libs/portal/src/planted.spec.ts': 'const cache = new Map<string, string>();',
    },
  },
  {
    name: 'no work is left undone',
    rule: house.leftovers,
    faults: { 'libs/kernel/src/planted.ts': `// ${'TO'}DO: later`, 'infra/dev/planted.mjs': `/* ${'FIX'}ME */` },
    fine: { 'libs/kernel/src/planted.ts': 'const TODOS = 1;' },
  },
  {
    name: 'nothing names a registry or a path of one machine',
    rule: house.places,
    faults: {
      'docs/planted.md': `see /${'work'}/main/package.json`,
      'package-lock.json': `"resolved": "https://${'registry'}.npmjs.org/pg/-/pg.tgz"`,
      'infra/dev/planted.mjs': `const log = '/${'tmp'}/madang.log';`,
    },
    fine: {
      'docs/planted.md': `https://example.org/${'work'}/plan and ./${'work'}/plan, a folder apps/${'work'}/x, and tmpfs on /${'tmp'}`,
    },
  },
  {
    name: 'every library has a page about itself',
    rule: house.readmes,
    faults: {
      'libs/commons/planted/package.json': '{"name":"@madang/commons-planted"}',
      'libs/kernel/README.md': '# kernel\n',
    },
    fine: {
      'libs/commons/planted/package.json': '{"name":"@madang/commons-planted"}',
      'libs/commons/planted/README.md': 'What it is for, in a sentence or two. '.repeat(5),
    },
  },
  {
    name: 'exports are named',
    rule: house.defaults,
    faults: { 'libs/kernel/src/planted.ts': 'export default class A {}' },
    fine: { 'apps/console/vite.config.ts': 'export default {};', 'libs/kernel/src/planted.ts': 'export class A {}' },
  },
  {
    name: 'no statement names a tenant schema',
    rule: house.schemaNames,
    faults: { 'libs/kernel/src/planted.ts': 'const sql = `SELECT id FROM t_000123.people`;' },
    fine: { 'libs/kernel/src/planted.ts': '// such as t_000123\nconst sql = `SELECT id FROM people`;' },
  },
  {
    name: 'given values are parameters of SQL, never its text',
    rule: house.statements,
    faults: {
      'libs/commons/people/src/planted.ts': "db.rows(`SELECT id FROM people WHERE email = '${input.email}'`);",
      'libs/methods/votes/src/planted.ts': 'db.rows(`SELECT id\n FROM people\n ORDER BY ${args[0]}`);',
    },
    fine: {
      'libs/commons/people/src/planted.ts': 'db.rows(`SELECT ${COLUMNS} FROM people WHERE email = $1`, [input.email]);',
    },
  },
];

const pathOf = (breach: string): string => breach.slice(0, breach.search(/:\d+ /));

describe.each(rules)('$name', ({ rule, faults, fine }) => {
  it('in the whole tree', () => {
    expect(rule(tree)).toEqual([]);
  });

  it('and every planted fault is seen, one by one', () => {
    const known = new Set(rule(tree));
    for (const [path, text] of Object.entries(faults)) {
      const breaches = rule(planted(tree, { [path]: text })).filter((breach) => !known.has(breach));
      expect(breaches.map((breach) => posixFolder(pathOf(breach)))).toContain(posixFolder(path));
    }
  });

  it('and what only looks alike is left alone', () => {
    const known = new Set(rule(tree));
    expect(rule(planted(tree, fine)).filter((breach) => !known.has(breach))).toEqual([]);
  });
});

/** The README rule points at a file beside the planted one, so places are compared by folder. */
function posixFolder(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

it('the tree that the rules look at is the real one', () => {
  expect(tree.size).toBeGreaterThan(200);
  expect(tree.has('package.json')).toBe(true);
});
