import type { Theme } from '../brand/theme.js';
import { renderPng } from './render.js';
import { iconSvg, type IconShape } from './sign.js';

/** PNG icon of `size` px (32 tab, 180 Apple, 192 and 512 launchers). */
export function iconPng(theme: Theme, size: 32 | 180 | 192 | 512, shape: IconShape = {}): Promise<Buffer> {
  // iOS cuts the corners itself and shows transparency as black.
  return renderPng(iconSvg(theme, size === 180 ? { maskable: true } : shape), size);
}
