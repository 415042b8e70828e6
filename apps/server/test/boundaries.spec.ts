import { describe, expect, it } from '@jest/globals';
import { boundaryBreaches, crossings } from './rules/boundaries.js';
import { planted, readTree } from './rules/tree.js';

const tree = readTree();
const clean = new Set(boundaryBreaches(tree));

/** Breaches that appear only because of the planted files. */
const caught = (files: Record<string, string>): string[] =>
  boundaryBreaches(planted(tree, files)).filter((breach) => !clean.has(breach));

const manifest = (name: string, ...dependencies: string[]): string =>
  JSON.stringify({ name, dependencies: Object.fromEntries(dependencies.map((one) => [one, '*'])) });

/** Two methods, three commons and a platform package of our own, so that no fault depends on what the tree holds today. */
const house = {
  'libs/methods/left/package.json': manifest('@madang/methods-left', '@madang/methods-right', '@madang/kernel'),
  'libs/methods/right/package.json': manifest('@madang/methods-right', '@madang/platform-keys', '@madang/testing'),
  'libs/commons/one/package.json': manifest('@madang/commons-one', '@madang/commons-two', '@madang/methods-left'),
  'libs/commons/two/package.json': manifest('@madang/commons-two', '@madang/commons-three'),
  'libs/commons/three/package.json': manifest('@madang/commons-three', '@madang/commons-one'),
  'libs/platform/keys/package.json': manifest('@madang/platform-keys', '@madang/commons-one', '@madang/portal'),
};

describe('imports', () => {
  it('keep the rules in every file', () => {
    expect([...clean]).toEqual([]);
    expect(crossings(tree)).toBeGreaterThan(50);
  });

  it('may do what the rules allow', () => {
    const allowed = {
      'libs/methods/left/src/a.ts': `import { x } from '@madang/kernel'; import type { D } from 'typeorm'; import { readFile } from 'node:fs/promises';`,
      'libs/methods/left/src/b.ts': `import { a } from './a.js'; // import '@madang/methods-right'\nconst text = "import x from '@madang/methods-right'";`,
      'libs/commons/one/src/a.ts': `export * from '@madang/commons-two';`,
      'libs/commons/one/src/a.spec.ts': `import { start } from '../../../../infra/dev/browser.mjs'; import fc from 'fast-check'; import '@madang/testing';`,
    };
    const panels = {
      'libs/methods/left/console/index.ts': `import { definePanels } from '@madang/console'; import { Panel } from './x.js'; import '@mantine/core';`,
      'libs/console/src/x.ts': `import { solveTheme } from '@madang/theming/browser'; import './y.js'; import 'react';`,
    };
    expect(caught({ ...house, ...allowed, ...panels })).toEqual([]);
  });

  const faults: [string, Record<string, string>, RegExp][] = [
    [
      'a method that imports its sibling',
      { 'libs/methods/left/src/x.ts': `import { right } from '@madang/methods-right';` },
      /x\.ts: a method package imports @madang\/methods-right, a method package/,
    ],
    [
      'the same as a type, a re-export and a dynamic import',
      {
        'libs/methods/left/src/x.ts': `import type { R } from '@madang/methods-right';`,
        'libs/methods/left/src/y.ts': `export { r } from '@madang/methods-right';`,
        'libs/methods/left/src/z.ts': `export const r = async () => await import('@madang/methods-right');`,
      },
      /x\.ts: .*\n.*y\.ts: .*\n.*z\.ts: /,
    ],
    [
      'a commons package that imports a method',
      { 'libs/commons/one/src/x.ts': `import { left } from '@madang/methods-left';` },
      /a commons package imports @madang\/methods-left/,
    ],
    [
      'a method that imports the platform',
      { 'libs/methods/right/src/x.ts': `import { keys } from '@madang/platform-keys';` },
      /a method package imports @madang\/platform-keys/,
    ],
    [
      'the platform that imports commons, and the portal',
      { 'libs/platform/keys/src/x.ts': `import '@madang/commons-one'; import '@madang/portal';` },
      /a platform package imports @madang\/commons-one.*\n.*@madang\/portal/,
    ],
    [
      'a circle of commons packages',
      {
        'libs/commons/one/src/x.ts': `import '@madang/commons-two';`,
        'libs/commons/two/src/x.ts': `import '@madang/commons-three';`,
        'libs/commons/three/src/x.ts': `import '@madang/commons-one';`,
      },
      /circle: @madang\/commons-\w+ → @madang\/commons-\w+ → @madang\/commons-\w+ → /,
    ],
    [
      'counting that imports anything',
      { 'libs/counting/src/planted.ts': `import { readFileSync } from 'node:fs';` },
      /counting imports "node:fs"/,
    ],
    [
      'a kernel that knows a feature',
      { 'libs/kernel/src/planted.ts': `import '@madang/commons-one';` },
      /a kernel package imports @madang\/commons-one/,
    ],
    [
      'theming that knows the kernel',
      { 'libs/theming/src/planted.ts': `import '@madang/kernel';` },
      /a theming package imports @madang\/kernel/,
    ],
    [
      'a path into another package',
      { 'libs/methods/left/src/x.ts': `import { r } from '../../right/src/right.js';` },
      /reaches out of its package by "\.\.\/\.\.\/right\/src\/right\.js"/,
    ],
    [
      'a deep import',
      { 'libs/methods/left/src/x.ts': `import { x } from '@madang/kernel/src/unit.js';` },
      /only the package itself/,
    ],
    [
      'an import that package.json does not declare',
      { 'libs/methods/left/src/x.ts': `import { x } from '@madang/theming';` },
      /package\.json does not declare "@madang\/theming": "\*"/,
    ],
    [
      'an import of a package that does not exist',
      { 'libs/methods/left/src/x.ts': `import '@madang/commons-nowhere';` },
      /commons-nowhere, which does not exist/,
    ],
    [
      'product code that imports the test kit',
      { 'libs/methods/right/src/x.ts': `import { tenant } from '@madang/testing';` },
      /imports @madang\/testing; only tests may/,
    ],
    [
      'a panel that imports server code, its own or another part’s',
      {
        'libs/methods/left/console/index.ts': `import { left } from '../src/left.method.js';`,
        'libs/methods/left/console/x.tsx': `import '@madang/kernel'; import '@madang/theming'; import 'node:fs';`,
      },
      /reaches out of libs\/methods\/left\/console.*\n.*"@madang\/kernel".*\n.*"@madang\/theming".*\n.*"node:fs"/,
    ],
    [
      'server code that imports a panel’s kit',
      { 'libs/commons/one/src/x.ts': `import { definePanels } from '@madang/console';` },
      /a commons package imports @madang\/console/,
    ],
    [
      'a second list of methods',
      { 'apps/server/src/planted.ts': `import { left } from '@madang/methods-left';` },
      /only apps\/server\/src\/methods\.ts may/,
    ],
    [
      'product code on a development dependency',
      { 'libs/kernel/src/planted.ts': `import fc from 'fast-check';` },
      /imports fast-check, which package\.json does not list/,
    ],
  ];

  it.each(faults)('are caught in %s', (_name, files, expected) => {
    expect(caught({ ...house, ...files }).join('\n')).toMatch(expected);
  });
});
