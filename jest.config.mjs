import { readFileSync } from 'node:fs';

const swcrc = JSON.parse(readFileSync(new URL('./.swcrc', import.meta.url), 'utf8'));
delete swcrc.$schema;

/** Whole runs read suites, which load the product once for several specs (`infra/dev/suites.mjs`). */
const suites = process.env.MADANG_SUITES;

/** Native ESM, compiled by the same SWC settings as `npm start`; one PostgreSQL for the whole run, started when first asked. */
export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/infra/dev', ...(suites ? [suites] : [])],
  testMatch: [suites ? `${suites}/*.spec.ts` : '**/*.spec.ts'],
  testSequencer: '<rootDir>/infra/dev/test-order.mjs',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1.js', '$1.ts', '$1.tsx'] },
  transform: { '^.+\\.tsx?$': ['@swc/jest', { ...swcrc, swcrc: false, sourceMaps: 'inline' }] },
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/', '<rootDir>/\\.madang/', '<rootDir>/\\.cache/(?!suites/)'],
  setupFiles: ['<rootDir>/infra/dev/preload.mjs'],
  globalSetup: '<rootDir>/infra/dev/test-setup.mjs',
  globalTeardown: '<rootDir>/infra/dev/test-teardown.mjs',
  cacheDirectory: '<rootDir>/.cache/jest',
  maxWorkers: 3,
  testTimeout: 60_000,
};
