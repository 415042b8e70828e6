import type { SafeHtml } from '../../text/safe-html.js';
import { isAbsoluteUrl, safeUrl } from '../../text/safe-url.js';
import { eachHtmlToken, type HtmlAttribute } from '../checks/html-tokens.js';
import { TENANT_ELEMENTS, VOID_ELEMENTS } from './allowed.js';

/** Elements that disappear with everything in them; of other forbidden elements only the tags go. */
const DROPPED_WHOLE = new Set([
  'script',
  'style',
  'iframe',
  'object',
  'embed',
  'svg',
  'math',
  'template',
  'noscript',
  'select',
  'textarea',
  'title',
  'xmp',
  'noembed',
  'noframes',
  'plaintext',
  'frameset',
  'audio',
  'video',
  'canvas',
  'head',
]);
/** Deeper than any page; bounds what browsers must keep open. */
const DEEPEST = 40;
const LINK_WORDS = new Set(['nofollow', 'ugc', 'noopener', 'noreferrer']);
const ID_PREFIX = 'own-';

/**
 * Rewrites HTML so that only allow-listed elements and attributes are left, every tag closed, every value quoted, every address
 * checked. Linear in the length: the result is written token by token, so that badly nested input can neither leave its
 * place in the page nor blow up. `pieces` are HTML of our own, put in where the text holds their {@link pieceMark}. The last wall behind lint and interpreter: lint cannot see what a loop will join.
 */
export function sanitiseHtml(source: string, pieces: readonly SafeHtml[] = []): string {
  let out = '';
  const open: string[] = [];
  let dropping: { name: string; depth: number } | undefined;
  const close = (name: string): void => {
    const at = open.lastIndexOf(name);
    if (at < 0) return;
    while (open.length > at) out += `</${open.pop() as string}>`;
  };
  eachHtmlToken(source, {
    start({ name, attributes, selfClosing }) {
      if (dropping) {
        if (dropping.name === name && !selfClosing) dropping.depth++;
        return;
      }
      if (DROPPED_WHOLE.has(name)) {
        // HTML knows no self-closing script or iframe; only <svg/> and <math/> end at once.
        if (name !== 'embed' && !(selfClosing && (name === 'svg' || name === 'math'))) dropping = { name, depth: 1 };
        return;
      }
      const allowed = TENANT_ELEMENTS.get(name);
      if (!allowed || open.length >= DEEPEST) return;
      out += `<${name}${attributes.map((one) => writeAttribute(name, one, allowed)).join('')}>`;
      if (!VOID_ELEMENTS.has(name)) open.push(name);
    },
    end(name) {
      if (!dropping) close(name);
      else if (dropping.name === name && --dropping.depth === 0) dropping = undefined;
    },
    text(text) {
      if (!dropping) out += escapeText(text).replace(PIECE, (_, index: string) => String(pieces[Number(index)] ?? ''));
    },
  });
  while (open.length > 0) out += `</${open.pop() as string}>`;
  return out;
}

function writeAttribute(
  element: string,
  { name, value }: Pick<HtmlAttribute, 'name' | 'value'>,
  allowed: ReadonlySet<string>,
): string {
  if (!allowed.has(name)) return '';
  const kept = keptValue(element, name, value);
  return kept === undefined ? '' : ` ${name}="${escapeText(withoutMarks(kept)).replaceAll('"', '&quot;')}"`;
}

function keptValue(element: string, name: string, value: string): string | undefined {
  if (name === 'href') return safeUrl(value);
  // A picture from elsewhere would tell that site who reads ours.
  if (name === 'src') return element === 'img' && !isAbsoluteUrl(value) && safeUrl(value) !== '#' ? value : undefined;
  // Names of our own page's parts must not be taken by a tenant's text.
  if (name === 'id') return value.startsWith(ID_PREFIX) ? value : undefined;
  if (name === 'class') return value.replace(/[^\p{L}\p{N} _-]/gu, '');
  if (name === 'rel') {
    const words = value
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => LINK_WORDS.has(word));
    return words.length > 0 ? words.join(' ') : undefined;
  }
  return value;
}

/** The mark under which a piece of our own HTML travels through the sanitiser; it counts in text only, never in a tag. */
export function pieceMark(index: number): string {
  return `\ue020${index}\ue021`;
}

const PIECE = /\ue020(\d+)\ue021/g;

/** Takes the signs of piece marks out of text that is not ours to trust. */
export function withoutMarks(text: string): string {
  return text.replace(/[\ue020\ue021]/g, '');
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\u0000', '');
}
