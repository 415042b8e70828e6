import { globSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';
import { stylesWithComponents } from './build/component-styles.js';
import { documentsInPlace } from './build/documents.js';
import { frameWords, type FrameWords } from './build/frame-words.js';

const HERE = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const ROOT = HERE('../..');

/** Where each area's operations and words are written, and which sources stand around all screens. */
const AREAS: Record<string, { operations: string; words: FrameWords }> = {
  tenant: {
    operations: '{libs/{commons,methods}/*/console,libs/console/src/table,apps/console/src}/**/*.{ts,tsx}',
    words: {
      catalogues: 'libs/{commons,methods}/*/console',
      named:
        '{libs/{commons,methods}/*/console/index.ts,libs/{commons,methods}/*/src/**/*.desk.ts,apps/console/src/tenant*.{ts,tsx}}',
    },
  },
  operator: {
    operations: '{libs/platform/*/console,apps/console/src}/**/*.{ts,tsx}',
    words: {
      catalogues: 'libs/platform/*/console',
      named: '{libs/platform/*/console/index.ts,apps/console/src/operator*.{ts,tsx}}',
    },
  },
};
const ofArea = (mode: string): Plugin[] => {
  const area = AREAS[mode];
  if (!area) throw new Error(`No area of the console is called ${mode}.`);
  return [
    documentsInPlace(globSync(area.operations, { cwd: ROOT }).map((file) => join(ROOT, file))),
    frameWords(ROOT, area.words),
  ];
};

/** `--mode tenant` or `--mode operator`: two builds, so that a tenant's host never serves the operator's screens. */
export const consoleBuild = defineConfig(({ mode }) => ({
  root: HERE('.'),
  base: '/-/console/',
  define: { 'process.env.NODE_ENV': '"production"' },
  resolve: { conditions: ['source', ...defaultClientConditions] },
  logLevel: 'warn' as const,
  plugins: [
    ...ofArea(mode),
    stylesWithComponents(),
    {
      name: 'area',
      transformIndexHtml: { order: 'pre' as const, handler: (html: string) => html.replace('__AREA__', mode) },
    },
  ],
  build: {
    outDir: `dist/${mode}`,
    emptyOutDir: true,
    manifest: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1200,
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: HERE('console.html'),
      // What every visit loads comes in one file, not in thirty: fewer requests, and 13 KB less.
      output: { codeSplitting: { groups: [{ name: 'frame', tags: ['$initial'] }] } },
      // Every file of the component library says "use client"; a bundle for browsers has no other side.
      onwarn: (warning, tell) => void (warning.code === 'MODULE_LEVEL_DIRECTIVE' || tell(warning)),
    },
  },
}));
// eslint-disable-next-line no-restricted-syntax -- Vite asks for a default export
export default consoleBuild;
