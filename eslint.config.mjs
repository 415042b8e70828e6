import tseslint from 'typescript-eslint';

const named = {
  selector: 'ExportDefaultDeclaration',
  message: 'Named exports only: a thing has one name everywhere.',
};

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '.madang*/',
      '.cache/',
      '.nx/',
      '**/generated/',
      '**/browser/**/*.js',
      'tenants/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.base],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // Promises: a lost one is a lost write.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/prefer-promise-reject-errors': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      'no-async-promise-executor': 'error',
      // Types: what the compiler cannot say.
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unsafe-function-type': 'error',
      '@typescript-eslint/no-array-delete': 'error',
      '@typescript-eslint/no-base-to-string': 'error',
      '@typescript-eslint/no-for-in-array': 'error',
      '@typescript-eslint/no-implied-eval': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/no-shadow': 'off',
      // Plain mistakes.
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-constant-condition': ['error', { checkLoops: false }],
      'no-control-regex': 'off',
      'no-dupe-else-if': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-fallthrough': 'error',
      'no-loss-of-precision': 'error',
      'no-self-compare': 'error',
      'no-unreachable-loop': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-restricted-syntax': ['error', named],
    },
  },
  {
    // Panels lie with their part, but their types belong to the console's own project.
    files: ['apps/console/**/*.{ts,tsx}', 'libs/console/**/*.{ts,tsx}', 'libs/*/*/console/**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: false, project: './apps/console/tsconfig.json' } },
    rules: {
      // An event handler may be asynchronous: what it does tells of its own failure.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    },
  },
  {
    // What a person or an operator reads goes through the log or the command line's own output.
    files: ['libs/**/*.ts', 'apps/server/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/*.bench.ts', '**/bench/**', '**/test/**', '**/dev/**', 'libs/testing/**'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['**/*.mjs'],
    ignores: ['*.config.mjs', 'infra/dev/test-*.mjs'],
    rules: {
      'no-restricted-syntax': ['error', named],
      'no-undef': 'off',
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'none', ignoreRestSiblings: true }],
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
);
