import { parseIcu } from './icu.js';
import { DUAL_FORM, resolveParticles } from './particles.js';

type Node = ReturnType<typeof parseIcu>[number];

/** Stands for a value that nobody knows beforehand. */
const GAP = '\ue010';
const DUAL_AT_START = new RegExp(`^(?:${DUAL_FORM})`);
const TAG = /<\/?[a-z]+[^>]*>/gi;

/**
 * The words of a message that stay the same whatever its values are, in order: what a reader sees of it on every page. Terms are
 * filled in, particles after a value are left out, of several wordings (plural, select) the last is taken.
 */
export function fixedWords(text: string, locale: string, terms: Readonly<Record<string, string>>): string[] {
  let nodes: Node[];
  try {
    nodes = parseIcu(text, locale);
  } catch {
    return [text];
  }
  const whole = resolveParticles(flat(nodes, terms)).replace(TAG, '');
  return whole
    .split(GAP)
    .map((piece, index) => (index === 0 ? piece : piece.replace(DUAL_AT_START, '')).trim())
    .filter((piece) => /[\p{L}\p{N}]/u.test(piece));
}

function flat(nodes: readonly Node[], terms: Readonly<Record<string, string>>): string {
  return nodes
    .map((node) => {
      if (node.type === 0) return node.value;
      if (node.type === 1 && terms[node.value] !== undefined) return terms[node.value];
      if ('options' in node) {
        const options = Object.values(node.options);
        return flat((node.options['other'] ?? options.at(-1))?.value ?? [], terms);
      }
      return GAP;
    })
    .join('');
}

const plainly = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ').trim();

/**
 * How well a message could be the sentence somebody saw: the share of the sentence its fixed words explain, 0 where they do
 * not all stand in it, in order. A part of a message counts in full, so that a few words are enough to look for.
 */
export function explains(sentence: string, fixed: readonly string[]): number {
  const seen = plainly(sentence);
  if (seen === '' || fixed.length === 0) return 0;
  if (fixed.some((piece) => plainly(piece).includes(seen))) return 1;
  let at = 0;
  let length = 0;
  for (const piece of fixed.map(plainly)) {
    const found = seen.indexOf(piece, at);
    if (found < 0) return 0;
    at = found + piece.length;
    length += piece.length;
  }
  return length / seen.length;
}
