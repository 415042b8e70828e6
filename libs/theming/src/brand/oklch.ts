/**
 * Colour arithmetic: sRGB ↔ OKLab/OKLCH (Björn Ottosson, "A perceptual color space for image processing", 2020)
 * and WCAG 2.2 relative luminance and contrast. Everything works on what a screen gets: 8-bit sRGB.
 */

// Named once: in a test's own context every look at a global costs more than the arithmetic.
const { PI, atan2, cbrt, cos, hypot, max, min, round, sin } = Math;

/** OKLCH: lightness 0–1, chroma ≥ 0, hue in degrees. */
export interface Oklch {
  readonly l: number;
  readonly c: number;
  readonly h: number;
}
export type Triple = readonly [number, number, number];

const toLinear = (channel: number): number =>
  channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
const LINEAR_OF_BYTE = Float64Array.from({ length: 256 }, (_, byte) => toLinear(byte / 255));
const linearOfByte = (byte: number): number => LINEAR_OF_BYTE[byte] ?? 0;
const toGamma = (linear: number): number =>
  linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055;
const toByte = (linear: number): number => round(min(1, max(0, toGamma(linear))) * 255);

/** Bytes of `#rgb` or `#rrggbb`. Throws RangeError on anything else, so no other text can reach a stylesheet. */
export function bytesOfHex(hex: string): Triple {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(hex);
  const long = short ? null : /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  const parts = short ? short.slice(1).map((digit) => digit + digit) : long?.slice(1);
  if (!parts) throw new RangeError(`not a hex colour: ${JSON.stringify(hex).slice(0, 40)}`);
  const [r = 0, g = 0, b = 0] = parts.map((part) => Number.parseInt(part, 16));
  return [r, g, b];
}

export const hexOfBytes = ([r, g, b]: Triple): string =>
  `#${((1 << 24) | (r << 16) | (g << 8) | b).toString(16).slice(1)}`;

/** WCAG 2.2 relative luminance (0 black … 1 white) of 8-bit sRGB. */
export const luminanceOfBytes = ([r, g, b]: Triple): number =>
  0.2126 * linearOfByte(r) + 0.7152 * linearOfByte(g) + 0.0722 * linearOfByte(b);
export const luminance = (hex: string): number => luminanceOfBytes(bytesOfHex(hex));

/** WCAG 2.2 contrast ratio (1–21) of two luminances. */
export const ratio = (a: number, b: number): number => (max(a, b) + 0.05) / (min(a, b) + 0.05);
/** WCAG 2.2 contrast ratio (1–21) of two hex colours. */
export const contrast = (a: string, b: string): number => ratio(luminance(a), luminance(b));

/** OKLab of linear-light sRGB. */
export function oklabOfLinear([r, g, b]: Triple): Triple {
  const l = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** Linear-light sRGB of an OKLab colour; outside 0–1 when the colour is outside the gamut. */
export function linearOfOklab(lightness: number, a: number, b: number): Triple {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

export const linearOfHex = (hex: string): Triple => {
  const [r, g, b] = bytesOfHex(hex);
  return [linearOfByte(r), linearOfByte(g), linearOfByte(b)];
};

export function oklchOfHex(hex: string): Oklch {
  const [l, a, b] = oklabOfLinear(linearOfHex(hex));
  const c = hypot(a, b);
  // Below this chroma the hue is rounding noise of 8-bit greys.
  if (c < 0.002) return { l, c: 0, h: 0 };
  return { l, c, h: ((atan2(b, a) * 180) / PI + 360) % 360 };
}

const EDGE = 1e-4;
const inGamut = ([r, g, b]: Triple): boolean =>
  r >= -EDGE && r <= 1 + EDGE && g >= -EDGE && g <= 1 + EDGE && b >= -EDGE && b <= 1 + EDGE;

/** 8-bit sRGB of an OKLCH colour; chroma is lowered, lightness and hue kept, until the colour fits the gamut. */
export function bytesOfOklch({ l, c, h }: Oklch): Triple {
  const lightness = min(1, max(0, l));
  const across = cos((h * PI) / 180);
  const along = sin((h * PI) / 180);
  let linear = linearOfOklab(lightness, c * across, c * along);
  if (!inGamut(linear)) {
    let [low, high] = [0, c];
    for (let step = 0; step < 12; step += 1) {
      const middle = (low + high) / 2;
      if (inGamut(linearOfOklab(lightness, middle * across, middle * along))) low = middle;
      else high = middle;
    }
    linear = linearOfOklab(lightness, low * across, low * along);
  }
  return [toByte(linear[0]), toByte(linear[1]), toByte(linear[2])];
}

export const hexOfOklch = (colour: Oklch): string => hexOfBytes(bytesOfOklch(colour));

/** Mixes two hex colours in OKLab; `share` 0 gives `a`, 1 gives `b`. */
export function mixHex(a: string, b: string, share: number): string {
  const from = oklabOfLinear(linearOfHex(a));
  const to = oklabOfLinear(linearOfHex(b));
  const [l, x, y] = from.map((value, axis) => value + ((to[axis] ?? value) - value) * share) as [
    number,
    number,
    number,
  ];
  const [red, green, blue] = linearOfOklab(l, x, y);
  return hexOfBytes([toByte(red), toByte(green), toByte(blue)]);
}
