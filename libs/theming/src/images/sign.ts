import type { Motif, Theme } from '../brand/theme.js';

/** Signs on a 64 × 64 canvas, drawn in `currentColor` inside the safe zone of maskable icons. */
const SIGNS: Record<Motif, string> = {
  forest: '<path d="M32 11 46 29h-7l10 14H36v9h-8v-9H15l10-14h-7Z"/>',
  waves:
    '<path d="M10 31c7-9 15-9 22 0s15 9 22 0v7c-7 9-15 9-22 0s-15-9-22 0Z"/><path d="M10 44c7-9 15-9 22 0s15 9 22 0v7c-7 9-15 9-22 0s-15-9-22 0Z" opacity=".6"/><circle cx="42" cy="18" r="6"/>',
  tiles:
    '<path d="M16 16h16v16H16z"/><path d="M32 32h16a16 16 0 0 1-16 16Z"/><circle cx="40" cy="24" r="8"/><path d="M16 48V32a16 16 0 0 1 16 16Z"/>',
  hills: '<circle cx="43" cy="20" r="6"/><path d="M8 48 25 22l12 18 6-8 13 16Z"/>',
  weave:
    '<path d="M14 20h22v8H14zM42 20h8v8h-8zM14 36h8v8h-8zM28 36h22v8H28z"/><path d="M20 14h8v4h-8zM20 30h8v20h-8zM36 14h8v20h-8zM36 46h8v4h-8z"/>',
  none: '<path d="M32 13a19 19 0 1 0 0 38 19 19 0 0 0 0-38Zm0 8a11 11 0 1 1 0 22 11 11 0 0 1 0-22Z"/><circle cx="32" cy="32" r="5"/>',
};

export interface IconShape {
  /** Fills the whole square, for launchers that cut their own outline. */
  readonly maskable?: boolean;
}

/** The organisation's sign on its brand, as an SVG of 64 × 64: favicon, header mark, base of all raster icons. */
export function iconSvg(theme: Theme, { maskable = false }: IconShape = {}): string {
  const { brand, 'on-brand': ink } = theme.palettes.light;
  const corner = maskable ? 0 : Math.min(20, Math.round(Number.parseInt(theme.shapes.r2, 10) * 1.5));
  const sign = SIGNS[theme.choice.motif];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">` +
    `<rect width="64" height="64" rx="${corner}" fill="${brand}"/>` +
    `<g fill="${ink}"${maskable ? ' transform="translate(6.4 6.4) scale(.8)"' : ''}>${sign}</g></svg>`
  );
}

/** The same sign in the page, following the theme's mode through its custom properties; decorative. */
export function markSvg(motif: Motif): string {
  return (
    `<svg class="mark" viewBox="0 0 64 64" aria-hidden="true" focusable="false">` +
    `<rect width="64" height="64" class="mark-ground"/><g class="mark-sign">${SIGNS[motif]}</g></svg>`
  );
}
