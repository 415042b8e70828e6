/** How a word ends when read aloud in Korean: with a vowel, with ㄹ, or with another consonant. */
export type FinalSound = 'vowel' | 'rieul' | 'consonant';

/** Finals of the digits read alone: 영 일 이 삼 사 오 육 칠 팔 구. */
const DIGITS: FinalSound[] = [
  'consonant',
  'rieul',
  'vowel',
  'consonant',
  'vowel',
  'vowel',
  'consonant',
  'rieul',
  'rieul',
  'vowel',
];
/** Names of the Latin letters that do not end with a vowel: 엘 엠 엔 알. */
const LETTERS: Record<string, FinalSound> = { L: 'rieul', M: 'consonant', N: 'consonant', R: 'rieul' };
/** Signs and units as they are read: 퍼센트, 도, 제곱미터, 킬로그램 … */
const SIGNS: Record<string, FinalSound> = {
  '%': 'vowel',
  '‰': 'rieul',
  '℃': 'vowel',
  '°': 'vowel',
  '㎡': 'vowel',
  '㎥': 'vowel',
  '㎞': 'vowel',
  '㎝': 'vowel',
  '㎜': 'vowel',
  '㎏': 'consonant',
  '㎎': 'consonant',
  '₩': 'consonant',
  $: 'vowel',
  '€': 'vowel',
  '+': 'vowel',
  '№': 'vowel',
};
const UNITS: Record<string, FinalSound> = {
  kg: 'consonant',
  g: 'consonant',
  mg: 'consonant',
  km: 'vowel',
  m: 'vowel',
  cm: 'vowel',
  mm: 'vowel',
  l: 'vowel',
  ml: 'vowel',
  kb: 'vowel',
  mb: 'vowel',
  gb: 'vowel',
  tb: 'vowel',
  ha: 'vowel',
  kw: 'vowel',
  kwh: 'vowel',
  h: 'vowel',
  s: 'vowel',
};

/**
 * The final sound of the word at the end of `text`, or undefined when its reading is unknown (emoji, Han characters,
 * other scripts). Rules: the final consonant of Hangul; numbers by Sino-Korean reading with 십·백·천·만·억·조; capitals by the names
 * of the letters; other Latin words by the usual transcription of their ending (국립국어원 외래어 표기법, simplified).
 */
export function finalSound(text: string): FinalSound | undefined {
  const last = Array.from(text.slice(-2)).at(-1);
  if (last === undefined) return undefined;
  const code = last.codePointAt(0) as number;
  if (code >= 0xac00 && code <= 0xd7a3) return hangulSound((code - 0xac00) % 28);
  // Single letters are read by their names: 기역, 리을, … and 아, 야, …
  if (code >= 0x3131 && code <= 0x314e) return code === 0x3139 ? 'rieul' : 'consonant';
  if (code >= 0x314f && code <= 0x3163) return 'vowel';
  if (code >= 0x3041 && code <= 0x30ff) return last === 'ん' || last === 'ン' ? 'consonant' : 'vowel';
  if (/[0-9]/.test(last)) return numberSound(/[0-9][0-9,]*(?:\.[0-9]+)?$/.exec(text)?.[0] as string);
  if (/[A-Za-z]/.test(last)) return latinSound(text);
  return SIGNS[last];
}

function hangulSound(final: number): FinalSound {
  if (final === 0) return 'vowel';
  return final === 8 ? 'rieul' : 'consonant';
}

function numberSound(written: string): FinalSound {
  const digits = written.replaceAll(',', '');
  const last = digits.at(-1) as string;
  if (digits.includes('.') || last !== '0' || /^0/.test(digits)) return DIGITS[Number(last)] as FinalSound;
  const zeros = (/0+$/.exec(digits)?.[0] as string).length;
  // 십 백 천 만 억 경 end with a consonant; only 조 (10^12) and 해 (10^20) end with a vowel.
  return (zeros >= 12 && zeros < 16) || (zeros >= 20 && zeros < 24) ? 'vowel' : 'consonant';
}

function latinSound(text: string): FinalSound {
  const word = /[A-Za-z]+$/.exec(text)?.[0] as string;
  const before = text.slice(0, -word.length);
  const unit = /[0-9]\s?$/.test(before) ? UNITS[word.toLowerCase()] : undefined;
  if (unit) return unit;
  if (word.length === 1 || word === word.toUpperCase()) return LETTERS[word.at(-1)?.toUpperCase() as string] ?? 'vowel';
  return wordSound(word.toLowerCase());
}

/** Ending → sound, first match wins. */
const ENDINGS: [RegExp, FinalSound][] = [
  [/(l|le)$/, 'rieul'],
  [/(m|n|ng)$/, 'consonant'],
  // Silent e after m or n: home 홈, online 온라인.
  [/[aeiou](m|n)e$/, 'consonant'],
  [/[aeiou](ck|pp|tt)$/, 'consonant'],
  // Short vowel and stop: app 앱, web 웹, internet 인터넷, book 북. Two vowels before t: boat 보트.
  [/(^|[^aeiou])[aeiou][bckpt]$/, 'consonant'],
  [/oo[bckpt]$/, 'consonant'],
];

function wordSound(word: string): FinalSound {
  return ENDINGS.find(([ending]) => ending.test(word))?.[1] ?? 'vowel';
}
