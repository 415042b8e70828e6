/**
 * `npm test`: types, lint, format, then every spec; the last line is `N passed, N failed` (types, lint and format count
 * as one test each). `npm test -- <pattern> [jest options]` runs only the specs that match.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { prepareServer } from './bundle.mjs';
import { prepareConsole } from './console.mjs';
import { onNode24, root } from './node24.mjs';
import { writeSuites } from './suites.mjs';

await onNode24();

const result = join(root, '.cache', 'jest-result.json');
const bin = (path) => join(root, 'node_modules', path);

/** Runs a program on this Node and gives back its exit code; `quiet` holds its output back unless it fails. */
async function run(args, { quiet = false, env = {} } = {}) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NODE_ENV: 'test', TZ: 'UTC', ...env },
  });
  let output = '';
  child.stdout?.on('data', (chunk) => (output += chunk));
  child.stderr?.on('data', (chunk) => (output += chunk));
  const code = await new Promise((done) => {
    child.once('error', (error) => {
      output += error.stack;
      done(1);
    });
    child.once('close', (status) => done(status ?? 1));
  });
  return { code, output };
}

async function check(name, args) {
  const begin = Date.now();
  const { code, output } = await run(args, { quiet: true });
  console.log(`${code === 0 ? 'PASS' : 'FAIL'} ${name} (${((Date.now() - begin) / 1000).toFixed(1)} s)`);
  if (code !== 0) console.log(output.trimEnd());
  return code === 0;
}

/** Runs Jest and counts from its own report; a suite that could not even be loaded counts as one failure. */
async function specs(args) {
  mkdirSync(join(root, '.cache'), { recursive: true });
  rmSync(result, { force: true });
  const suites = args.length === 0 ? writeSuites(root, join(root, '.cache', 'suites')) : undefined;
  const { code } = await run(
    [
      '--conditions=source',
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      bin('jest/bin/jest.js'),
      '--ci',
      '--json',
      `--outputFile=${result}`,
      ...args,
    ].filter(Boolean),
    { env: suites ? { MADANG_SUITES: suites } : {} },
  );
  let report;
  try {
    report = JSON.parse(readFileSync(result, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  // Jest may fail for a reason that is no test's own, such as a teardown that threw.
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.numPendingTests,
  };
}

const args = process.argv.slice(2);
const total = { passed: 0, failed: 0 };
// The console is made from the committed API; where that is about to be written anew, it comes after.
if (!process.env.UPDATE_SDL) await prepareConsole({ onProgress: (line) => console.log(line) });
// Two specs start the server as it runs, beside each other: made once, before them.
if (args.length === 0) await prepareServer({ onProgress: (line) => console.log(line) });
if (args.length === 0) {
  const checks = [
    ['types', [bin('typescript/bin/tsc'), '-p', 'tsconfig.json', '--noEmit']],
    ['types of the console', [bin('typescript/bin/tsc'), '-p', 'apps/console/tsconfig.json', '--noEmit']],
    ['lint', [bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0']],
    [
      'format',
      [
        bin('prettier/bin/prettier.cjs'),
        '--check',
        '--log-level',
        'warn',
        '--cache',
        '--cache-location',
        '.cache/prettier',
        '.',
      ],
    ],
  ];
  for (const sound of await Promise.all(checks.map(([name, command]) => check(name, command))))
    total[sound ? 'passed' : 'failed']++;
}
const { passed, failed, skipped } = await specs(args);
total.passed += passed;
total.failed += failed;
if (skipped) console.log(`${skipped} skipped`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
