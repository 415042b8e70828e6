/**
 * Which specs share one loading of the product when everything is tested. Jest gives each file it runs a context of its own:
 * loading the server there and running it cold costs four seconds, more than most specs need themselves. So a whole run
 * reads suites, files that import the specs of one folder one after the other. `npm test -- <pattern>` runs specs alone.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Where specs lie. */
const ROOTS = ['apps', 'libs', 'infra/dev'];

/** Seconds of a suite; more does not pay and keeps the last worker busy alone. */
const LENGTH = 60;

/** Seconds of a spec: of the long ones as they were measured, of all others by where they lie. They only order and divide. */
const LONG = {
  'apps/server/test/access.spec.ts': 25,
  'apps/server/test/console/conflicts.spec.ts': 90,
  'apps/server/test/console/files.spec.ts': 25,
  'apps/server/test/console/inputs.spec.ts': 25,
  'apps/server/test/console/lists.spec.ts': 45,
  'apps/server/test/console/looks.spec.ts': 90,
  'apps/server/test/console/operator.spec.ts': 25,
  'apps/server/test/console/screens.spec.ts': 30,
  'apps/server/test/pages.spec.ts': 70,
  'apps/server/test/tenancy/moving.spec.ts': 25,
  'libs/counting/src/budgets/pabulib.conformance.spec.ts': 30,
};
const USUAL = [
  [/^apps\/server\/test\/console\//, 14],
  [/^(apps\/server\/test|libs\/platform\/tenancy)\//, 4],
  [/./, 1],
];
const secondsOf = (spec) => LONG[spec] ?? USUAL.find(([place]) => place.test(spec))[1];

/** Specs that stand alone: what they set up or replace holds for everything that is loaded with them. */
const standsAlone = (text) =>
  /^(before|after)(All|Each)\(/m.test(text) || /\bjest\.(spyOn|fn|useFakeTimers|unstable_mockModule)\b/.test(text);

/** The folder whose specs may be loaded together. */
const placeOf = (spec) => /^apps\/server\/test\/console|^[^/]+\/[^/]+/.exec(spec)[0];

/** All specs, by their paths from the root. */
export function specsIn(root) {
  return ROOTS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .map((name) => join(folder, name).split(sep).join('/'))
      .filter((path) => path.endsWith('.spec.ts') && !/(^|\/)(node_modules|dist)\//.test(path)),
  ).sort();
}

/** Divides specs into suites, the longest first; `read` gives a spec's text. */
export function suitesOf(specs, read) {
  const suites = [];
  const open = new Map();
  for (const spec of specs) {
    const seconds = secondsOf(spec);
    const place = placeOf(spec);
    if (standsAlone(read(spec))) {
      suites.push({ place, seconds, specs: [spec] });
      continue;
    }
    let suite = open.get(place);
    if (!suite || suite.seconds + seconds > LENGTH) {
      suite = { place, seconds: 0, specs: [] };
      suites.push(suite);
      open.set(place, suite);
    }
    suite.seconds += seconds;
    suite.specs.push(spec);
  }
  return suites.sort((a, b) => b.seconds - a.seconds);
}

/** Writes the suites as files for Jest, named by their place in the order, and gives back their folder. */
export function writeSuites(root, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const suites = suitesOf(specsIn(root), (spec) => readFileSync(join(root, spec), 'utf8'));
  for (const [at, { place, specs }] of suites.entries()) {
    const name = `${String(at + 1).padStart(3, '0')}-${place.replaceAll('/', '-')}.spec.ts`;
    const up = relative(folder, root).split(sep).join('/');
    writeFileSync(join(folder, name), specs.map((spec) => `import '${up}/${spec}';\n`).join(''));
  }
  return folder;
}
