import type { Motif } from '../brand/theme.js';
import { forest, hills, tiles, waves, weave } from './kinds.js';
import { seededRandom } from './random.js';
import { HEIGHT, WIDTH, type Layers, type Random } from './shapes.js';

/** Colours of the three layers: hex, or `var(--…)` where a browser draws. */
export interface MotifInk {
  readonly far: string;
  readonly mid: string;
  readonly near: string;
}
export const MOTIF_TOKENS: MotifInk = {
  far: 'var(--m-motif-far)',
  mid: 'var(--m-motif-mid)',
  near: 'var(--m-motif-near)',
};

const KINDS: Record<Exclude<Motif, 'none'>, (random: Random) => Layers> = { forest, waves, tiles, hills, weave };
const INK = /^(?:#[0-9a-f]{6}|var\(--m-[a-z0-9-]+\))$/i;

/** Inner SVG of a motif on a canvas of 1440 × 200; empty for `none`. Throws RangeError on an ink that is no colour. */
export function motifBody(kind: Motif, seed: string, ink: MotifInk = MOTIF_TOKENS): string {
  if (kind === 'none') return '';
  for (const colour of [ink.far, ink.mid, ink.near]) {
    if (!INK.test(colour)) throw new RangeError(`not a colour for a motif: ${JSON.stringify(colour).slice(0, 40)}`);
  }
  const [far, mid, near] = KINDS[kind](seededRandom(`${kind}:${seed}`));
  const layer = (colour: string, shapes: readonly string[]): string => `<g fill="${colour}">${shapes.join('')}</g>`;
  return layer(ink.far, far) + layer(ink.mid, mid) + layer(ink.near, near);
}

/**
 * The decorative band of an organisation, drawn from its motif and a seed (its slug): the same seed always gives the
 * same picture. With the default inks it follows the theme's mode. Hidden from assistive technology.
 */
export function motifSvg(kind: Motif, seed: string, ink: MotifInk = MOTIF_TOKENS): string {
  const body = motifBody(kind, seed, ink);
  if (!body) return '';
  return (
    `<svg class="motif" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" ` +
    `preserveAspectRatio="xMidYMax slice" aria-hidden="true" focusable="false">${body}</svg>`
  );
}
