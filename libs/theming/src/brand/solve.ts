import { bytesOfOklch, hexOfBytes, luminance, luminanceOfBytes, ratio, type Oklch } from './oklch.js';

const { max, min } = Math;

/** `down`: dark ink on light grounds; `up`: light ink on dark grounds. */
export type Direction = 'down' | 'up';

/** Luminance of the ground that is hardest to write on. */
export function worstGround(grounds: readonly string[], direction: Direction): number {
  const all = grounds.map(luminance);
  return direction === 'down' ? min(...all) : max(...all);
}

/**
 * The colour nearest to `wish` in lightness that reaches `wanted`:1 on a ground of luminance `ground`, found by
 * bisection on OKLCH lightness with hue kept and chroma clamped to the gamut. Each try is measured after rounding to
 * 8 bits, so what is returned is what was measured. Black or white when even they fall short; the contract report
 * then says so.
 */
export function solveLightness(wish: Oklch, direction: Direction, ground: number, wanted: number): string {
  const reaches = (l: number): string | null => {
    const bytes = bytesOfOklch({ ...wish, l });
    return ratio(luminanceOfBytes(bytes), ground) >= wanted && isBeyond(luminanceOfBytes(bytes), ground, direction)
      ? hexOfBytes(bytes)
      : null;
  };
  const asWished = reaches(wish.l);
  if (asWished) return asWished;
  let passing = direction === 'down' ? 0 : 1;
  let failing = wish.l;
  let found = direction === 'down' ? '#000000' : '#ffffff';
  for (let step = 0; step < 14; step += 1) {
    const middle = (passing + failing) / 2;
    const hex = reaches(middle);
    if (hex) {
      passing = middle;
      found = hex;
    } else failing = middle;
  }
  return found;
}

const isBeyond = (ink: number, ground: number, direction: Direction): boolean =>
  direction === 'down' ? ink < ground : ink > ground;
