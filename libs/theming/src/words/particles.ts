import { finalSound, type FinalSound } from './sound.js';

type Choose = (sound: FinalSound) => string;

const byFinal =
  (closed: string, open: string): Choose =>
  (sound) =>
    sound === 'vowel' ? open : closed;

/** The dual forms people write, and what each becomes. */
const PAIRS: [string[], Choose][] = [
  [['을(를)', '를(을)', '을/를'], byFinal('을', '를')],
  [['은(는)', '는(은)', '은/는'], byFinal('은', '는')],
  [['이(가)', '가(이)', '이/가'], byFinal('이', '가')],
  [['과(와)', '와(과)', '과/와', '와/과'], byFinal('과', '와')],
  [['이에요/예요', '이에요(예요)', '예요(이에요)', '예요/이에요'], byFinal('이에요', '예요')],
  [['이었/였', '이었(였)'], byFinal('이었', '였')],
  [['아(야)', '야(아)', '아/야'], byFinal('아', '야')],
  [['(으)로', '으로(로)', '로(으로)', '으로/로'], (sound) => (sound === 'consonant' ? '으로' : '로')],
  // (이)라고, (이)나, (이)며, (이)란, (이)랑, (이)든지: only the 이 depends on the word before.
  [['(이)'], byFinal('이', '')],
];
const FORMS = new Map(PAIRS.flatMap(([forms, choose]) => forms.map((form) => [form, choose] as const)));
const escaped = (form: string): string => form.replace(/[()/]/g, '\\$&');
const LONGEST_FIRST = Array.from(FORMS.keys()).sort((one, other) => other.length - one.length);
/** Pattern of a dual form. */
export const DUAL_FORM = LONGEST_FIRST.map((form) => escaped(form) + (form === '(이)' ? '(?=[가-힣])' : '')).join('|');
const DUAL = new RegExp(DUAL_FORM, 'g');

/** Whether a text holds a dual form at all; cheap enough to ask for every message. */
export function hasParticles(text: string): boolean {
  DUAL.lastIndex = 0;
  return DUAL.test(text);
}

/**
 * Replaces each dual form of a Korean particle, 을(를) 이(가) 은(는) 과(와) (으)로 이에요/예요 아/야 (이)라…, by the form that the word before it
 * asks for. Closing tags, quotes and brackets between the word and the particle are skipped; a bracket that explains a word is
 * skipped whole, 서울(Seoul)을(를) → 서울(Seoul)을. Where the reading is unknown the dual form stays.
 */
export function resolveParticles(text: string): string {
  return text.replace(DUAL, (form, ...rest) => {
    const offset = rest.find((value): value is number => typeof value === 'number') as number;
    const sound = finalSound(wordBefore(text, offset));
    return sound ? (FORMS.get(form) as Choose)(sound) : form;
  });
}

/** Splits a dual form so that it is not taken for one; a private-use sign that {@link resolveGuarded} takes out again. */
const GUARD = '\ue002';

/** Marks the dual forms in a text that is put into a message, so that what a person wrote stays as it is. */
export function guardParticles(text: string): string {
  return hasParticles(text) ? text.replace(DUAL, (form) => form.slice(0, 1) + GUARD + form.slice(1)) : text;
}

/** Like {@link resolveParticles}, for a text whose insertions went through {@link guardParticles}. */
export function resolveGuarded(text: string): string {
  return resolveParticles(text).replaceAll(GUARD, '');
}

/** How far back a particle looks for its word; longer tags than this do not occur in messages. */
const REACH = 300;
const SKIPPED = [
  /<\/?[a-zA-Z][^<>]*>$/,
  /&(?:quot|#39|#x27|rsquo|rdquo|gt);$/,
  /["'’”»›」』】〉》>*_`\u200b-\u200f\u2060-\u2069\ufe0f]+$/,
];

function wordBefore(text: string, offset: number): string {
  let before = text.slice(Math.max(0, offset - REACH), offset);
  for (;;) {
    const shorter = skipOne(before);
    if (shorter === before) return before;
    before = shorter;
  }
}

function skipOne(before: string): string {
  for (const pattern of SKIPPED) {
    const shorter = before.replace(pattern, '');
    if (shorter !== before) return shorter;
  }
  const bracket = /[([{（［][^()[\]{}（）［］]*[)\]}）］]$/.exec(before);
  if (!bracket) return before.replace(/[)\]}）］]$/, '');
  // The bracket belongs to the word it touches; standing alone it is itself the word.
  const outside = before.slice(0, bracket.index);
  return /[\p{L}\p{N}"'’”」』%]$/u.test(outside) || /<\/[a-z]+>$/i.test(outside) ? outside : bracket[0].slice(0, -1);
}
