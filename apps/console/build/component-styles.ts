import type { Plugin } from 'vite';

const CLASSES = /@mantine[/\\]core[/\\]esm[/\\].*[/\\](\w+)\.module\.mjs$/;

/**
 * Every component of the library brings its own sheet, so that a screen loads the styles of what it shows and nobody keeps
 * a list. The library wants the sheets of a component's ingredients before its own, which is the order of imports; all lie
 * in a layer, so that our own rules win whenever a sheet arrives.
 */
export function stylesWithComponents(): Plugin {
  return {
    name: 'styles-with-components',
    transform(code, id) {
      const component = CLASSES.exec(id)?.[1];
      if (!component) return undefined;
      return { code: `import '@mantine/core/styles/${component}.layer.css';\n${code}`, moduleSideEffects: true };
    },
  };
}
