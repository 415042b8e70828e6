/** Keys that sources name in full, and beginnings of keys that sources complete at run time. */
export interface UsedKeys {
  keys: Set<string>;
  prefixes: Set<string>;
}

const KEY = String.raw`[\w-]+(?:\.[\w-]+)+`;
/** `{{t 'a.b'}}`, `(t "a.b")`, `{{tHtml 'a.b'}}` in templates. */
const IN_TEMPLATE = new RegExp(String.raw`[{(]\s*~?(?:t|tHtml)\s+(?:'(${KEY})'|"(${KEY})")`, 'g');
/** `t('a.b')`, `words.t("a.b")`, `messageHtml(words, 'a.b')` in programs. */
const IN_CODE = new RegExp(
  String.raw`\b(?:t|has)\(\s*['"\x60](${KEY})['"\x60]|\bmessageHtml\(\s*[\w.]+,\s*['"](${KEY})['"]`,
  'g',
);
/** `(concat 'a.b.' x)` in templates and `t(\x60a.b.${x}\x60)` in programs. */
const COMPLETED = new RegExp(
  String.raw`[{(]\s*(?:t|tHtml)\s+\(\s*concat\s+['"]([\w.-]+\.)['"]|\b(?:t|has)\(\s*\x60([\w.-]+\.)\$\{|\bt\(\s*['"]([\w.-]+\.)['"]\s*\+`,
  'g',
);

/**
 * Finds the message keys that templates and programs use: `{{t 'key'}}`, `t('key')` and, as beginnings, `{{t (concat 'key.' x)}}`
 * and t(`key.${x}`). Keys kept elsewhere (error codes, tables of labels) are the caller's to add.
 */
export function usedKeys(sources: Iterable<string>): UsedKeys {
  const found: UsedKeys = { keys: new Set(), prefixes: new Set() };
  for (const source of sources) {
    for (const pattern of [IN_TEMPLATE, IN_CODE]) {
      for (const [, ...groups] of source.matchAll(pattern)) addTo(found.keys, groups);
    }
    for (const [, ...groups] of source.matchAll(COMPLETED)) addTo(found.prefixes, groups);
  }
  return found;
}

function addTo(set: Set<string>, groups: (string | undefined)[]): void {
  const key = groups.find((group) => group !== undefined);
  if (key !== undefined) set.add(key);
}
