import { contentHash } from './hash.js';
import type { Theme } from './theme.js';
import { COLOUR_NAMES, type Mode, type ShapeToken } from './tokens.js';

/** A stylesheet with the name under which it may be cached for ever. */
export interface ThemeSheet {
  readonly css: string;
  readonly hash: string;
  /** `theme-<hash>.css` */
  readonly name: string;
}

const scheme = (mode: Mode): string => `color-scheme:${mode === 'dark' ? 'dark' : 'light'};`;
const colours = (theme: Theme, mode: Mode): string =>
  scheme(mode) + COLOUR_NAMES.map((name) => `--m-${name}:${theme.palettes[mode][name]}`).join(';');

/**
 * The custom properties of a theme: light by default, dark and contrast by the reader's system, any of them by
 * `data-mode="light|dark|contrast"` on an element, which wins over the system.
 */
export function themeCss(theme: Theme): ThemeSheet {
  const shapes = (Object.keys(theme.shapes) as ShapeToken[]).map((name) => `--m-${name}:${theme.shapes[name]}`);
  const css = [
    `:root{${shapes.join(';')}}`,
    `:root,[data-mode=light]{${colours(theme, 'light')}}`,
    `@media (prefers-color-scheme:dark){:root:not([data-mode]){${colours(theme, 'dark')}}}`,
    `@media (prefers-contrast:more){:root:not([data-mode]){${colours(theme, 'contrast')}}}`,
    `[data-mode=dark]{${colours(theme, 'dark')}}`,
    `[data-mode=contrast]{${colours(theme, 'contrast')}}`,
    '',
  ].join('\n');
  const hash = contentHash(css);
  return { css, hash, name: `theme-${hash}.css` };
}
