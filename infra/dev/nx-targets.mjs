/**
 * Gives every workspace package the same targets, so that no package repeats them and a new one has them at once.
 * The commands and what they depend on are in nx.json under targetDefaults.
 */
import { dirname } from 'node:path';

export const name = 'madang-targets';

export const createNodesV2 = [
  '{apps,libs}/**/package.json',
  (files) =>
    files
      .filter((file) => !/node_modules|\/dist\//.test(file))
      .map((file) => [
        file,
        { projects: { [dirname(file)]: { root: dirname(file), targets: { build: {}, lint: {}, test: {} } } } },
      ]),
];
