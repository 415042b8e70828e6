import { VALUE, type FlatTemplate } from './flat.js';
import type { CheckId } from './finding.js';
import type { HtmlAttribute, HtmlTag, HtmlTokens } from './html-tokens.js';

/** Says that a check found something at a position of the template. */
export type Report = (id: CheckId, position: number, detail: string) => void;

/** Attributes whose value is an address. */
export const ADDRESS_ATTRIBUTES = new Set([
  'href',
  'src',
  'action',
  'formaction',
  'poster',
  'cite',
  'data',
  'background',
  'longdesc',
  'xlink:href',
  'ping',
  'manifest',
]);
/** Elements that fetch what their address names as soon as the page opens; links and forms go there only when asked. */
const LOADS = new Set([
  'img',
  'script',
  'iframe',
  'audio',
  'video',
  'source',
  'embed',
  'object',
  'track',
  'link',
  'input',
  'image',
  'use',
]);
/** Data blocks; nothing in them runs. */
const DATA_TYPES = /^(?:application\/(?:ld\+)?json|speculationrules|text\/plain)$/i;

/** MT006–MT011, MT023, MT024, MT026: what no page's markup may hold. */
export function checkMarkup(flat: FlatTemplate, tokens: HtmlTokens, report: Report): void {
  for (const tag of tokens.tags) checkTag(flat, tag, report);
  for (const { kind, text, start, within } of tokens.texts) {
    const value = text.indexOf(VALUE);
    if (value >= 0 && (kind === 'comment' || within === 'script' || within === 'style')) {
      report('MT011', start + value, within ?? 'comment');
    }
    if (kind === 'text' && !within) reportTagNames(text, start, report);
  }
}

function reportTagNames(text: string, start: number, report: Report): void {
  const at = text.search(new RegExp(`<\\/?${VALUE}`));
  if (at >= 0) report('MT006', start + at, 'the name of an element');
}

function checkTag(flat: FlatTemplate, tag: HtmlTag, report: Report): void {
  const attribute = (name: string): HtmlAttribute | undefined => tag.attributes.find((one) => one.name === name);
  if (tag.name.includes(VALUE)) report('MT006', tag.start, 'the name of an element');
  if (tag.name === 'script' && !attribute('src') && !DATA_TYPES.test(attribute('type')?.value ?? '')) {
    report('MT007', tag.start, 'use a file');
  }
  if (tag.name === 'style') report('MT008', tag.start, 'use a file');
  if (tag.name === 'img' && !attribute('alt')) report('MT026', tag.start, 'give alt, empty for decoration');
  for (const one of tag.attributes) checkAttribute(flat, tag, one, report);
}

function checkAttribute(flat: FlatTemplate, tag: HtmlTag, attribute: HtmlAttribute, report: Report): void {
  const { name, value, quoted, at } = attribute;
  if (name.includes(VALUE)) report('MT006', at, 'the name of an attribute');
  else if (!quoted && value.includes(VALUE)) report('MT006', at, name);
  if (/^on/i.test(name)) report('MT009', at, name);
  if (name === 'style') report('MT008', at, `style on <${tag.name}>`);
  if (name === 'srcdoc') report('MT007', at, 'srcdoc');
  if (ADDRESS_ATTRIBUTES.has(name)) checkAddress(flat, tag, attribute, report);
  if (name === 'srcset' && /(?:^|,)\s*(?:https?:)?\/\//i.test(value)) report('MT024', at, value.trim());
}

function checkAddress(flat: FlatTemplate, tag: HtmlTag, { name, value, at }: HtmlAttribute, report: Report): void {
  // Browsers drop control characters and blanks before they read the scheme.
  const address = value.replace(/[\u0000-\u0020]/g, '');
  if (/^(?:javascript|vbscript|data|file|blob):/i.test(address)) report('MT010', at, `${name} of <${tag.name}>`);
  if (LOADS.has(tag.name) && name !== 'ping' && /^(?:https?:)?\/\//i.test(address))
    report('MT024', at, address.slice(0, 60));
  const first = value.indexOf(VALUE);
  if (first < 0) return;
  const before = value.slice(0, first).trim();
  // Once the address has begun as a path or with a scheme we know, a value cannot turn it into something else.
  if (/^(?:\/(?![/\\])|\?|#|\.{1,2}\/|https?:\/\/|mailto:|tel:)/i.test(before)) return;
  if (before === '' && isTrustedAddress(flat.valueAt(at + first))) return;
  report('MT023', at + first, `${name} of <${tag.name}>`);
}

/** `{{url x}}` begins an address safely, and so does data of the program itself, such as `{{@base}}`. */
function isTrustedAddress(node: hbs.AST.Statement | undefined): boolean {
  const path = (node as hbs.AST.MustacheStatement | undefined)?.path as hbs.AST.PathExpression | undefined;
  return path?.type === 'PathExpression' && (path.original === 'url' || path.data);
}
