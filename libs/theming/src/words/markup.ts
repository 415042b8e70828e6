import { escapeHtml, SafeHtml } from '../text/safe-html.js';
import { safeUrl } from '../text/safe-url.js';
import type { MessageValues } from './icu.js';
import type { Words } from './words.js';

const VOID = new Set(['br']);
const TAG = /&lt;(\/?)(b|strong|em|i|small|mark|code|br|a)&gt;/g;
/** Stand-ins for < and & in arguments, so that no argument can become a tag. Private-use signs never reach us from forms. */
const [LESS, AND] = ['\ue000', '\ue001'];

/**
 * A message whose text may hold a few plain tags (b strong em i small mark code br, and `<a>` for the address `values.href`), as
 * HTML. Arguments are escaped; anything else that looks like a tag is shown as text; tags that do not pair up are all
 * shown as text. Safe also for texts that tenants wrote themselves.
 */
export function messageHtml(words: Words, key: string, values: MessageValues = {}): SafeHtml {
  const { href, ...rest } = values;
  const guarded = Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replaceAll('<', LESS).replaceAll('&', AND) : value,
    ]),
  );
  const escaped = escapeHtml(words.t(key, guarded));
  const open: string[] = [];
  let paired = true;
  const marked = escaped.replace(TAG, (_, slash: string, tag: string) => {
    if (VOID.has(tag)) return slash ? '' : `<${tag}>`;
    if (slash) paired &&= open.pop() === tag;
    else open.push(tag);
    return slash || tag !== 'a' ? `<${slash}${tag}>` : `<a href="${escapeHtml(safeUrl(href))}">`;
  });
  const result = paired && open.length === 0 ? marked : escaped;
  return new SafeHtml(result.replaceAll(LESS, '&lt;').replaceAll(AND, '&amp;'));
}
