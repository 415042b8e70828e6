import { fileURLToPath } from 'node:url';
import { defaultClientConditions, defineConfig } from 'vite';

/** `--mode tenant` or `--mode operator`: two builds, so that a tenant's host never serves the operator's screens. */
export const consoleBuild = defineConfig(({ mode }) => ({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/-/console/',
  define: { 'process.env.NODE_ENV': '"production"' },
  resolve: { conditions: ['source', ...defaultClientConditions] },
  logLevel: 'warn' as const,
  plugins: [
    {
      name: 'area',
      transformIndexHtml: { order: 'pre' as const, handler: (html: string) => html.replace('__AREA__', mode) },
    },
  ],
  build: {
    outDir: `dist/${mode}`,
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1200,
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: fileURLToPath(new URL('console.html', import.meta.url)),
      // Every file of the component library says "use client"; a bundle for browsers has no other side.
      onwarn: (warning, tell) => void (warning.code === 'MODULE_LEVEL_DIRECTIVE' || tell(warning)),
    },
  },
}));
// eslint-disable-next-line no-restricted-syntax -- Vite asks for a default export
export default consoleBuild;
