const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Elements a drawing may keep. Nothing that runs, loads, links, animates or filters. */
export const ELEMENTS = words(
  'svg g defs symbol use path rect circle ellipse line polyline polygon text tspan title desc linearGradient radialGradient stop clipPath mask pattern',
);
/** Elements of which only the content stays. */
export const UNWRAPPED = words('a switch');
/** What is filled or cut by others: kept flat, so that nesting cannot make a small file draw for minutes. */
export const PAINTS = words('clipPath mask pattern symbol');
export const GRADIENTS = words('linearGradient radialGradient');
/** Elements that hold words. */
export const TEXTS = words('text tspan title desc');

/** Attributes that place and shape. */
const SHAPES = words(
  'x y x1 y1 x2 y2 dx dy cx cy r rx ry fx fy fr d points width height viewBox preserveAspectRatio transform pathLength rotate offset gradientUnits gradientTransform spreadMethod clipPathUnits maskUnits maskContentUnits patternUnits patternContentUnits patternTransform textLength lengthAdjust',
);
/** Properties that may be written as attribute, in `style`, or in a rule for a class. */
export const PROPERTIES = words(
  'fill fill-opacity fill-rule clip-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset opacity color display visibility stop-color stop-opacity clip-path mask font-family font-size font-weight font-style text-anchor letter-spacing word-spacing dominant-baseline vector-effect paint-order',
);

export const isAttribute = (name: string): boolean => SHAPES.has(name) || PROPERTIES.has(name);

/** The address of another part of the same drawing, and nothing else. */
export const PART = /^#([\w.-]{1,64})$/;
export const ID = /^[\w.-]{1,64}$/;
const PLAIN = /^[\p{L}\p{N}\s.,#%()+\-'"]*$/u;
const PAINT = /^url\(\s*['"]?#([\w.-]{1,64})['"]?\s*\)(\s+(none|currentColor|#[0-9a-fA-F]{3,8}|[a-zA-Z]+))?$/;

/** What a value says: plain words and numbers, or which part of the drawing it points to; undefined where it is neither. */
export function readValue(value: string): { text: string; part?: string } | undefined {
  const text = value.trim();
  const paint = PAINT.exec(text);
  if (paint) return { text: `url(#${paint[1]!})${paint[2] ?? ''}`, part: paint[1]! };
  return PLAIN.test(text) && !/url\s*\(|image|expression|var\s*\(|attr\s*\(/i.test(text) ? { text } : undefined;
}
