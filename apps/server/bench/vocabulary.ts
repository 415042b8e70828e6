/** Syllables that words of the bench are made of. */
const SYLLABLES = Array.from(
  '가거고구그기나너노누다더도동두라러로루리마머모무문물미바방버보부비사산상서선성소수시신아안양어연영오온완요우운원유은의이인일자장재전정제조주중지진차처천청초추치카타터토통트파포표하한해행호화환회',
);
const WORDS = 4000;

/** The n-th word of the language of the bench: two or three syllables. */
export function wordAt(n: number): string {
  const spread = Math.imul(n + 1, 2_654_435_761) >>> 0;
  const at = (digit: number): string => SYLLABLES[Math.floor(spread / SYLLABLES.length ** digit) % SYLLABLES.length]!;
  return at(0) + at(1) + (n % 3 === 0 ? '' : at(2));
}

/** Words that occur in few texts, of those with accents in one of fifty. */
export const ACCENTED = ['Café', 'Łódź', 'São Paulo', 'naïve', 'Zürich'];

/** A sentence of a dozen words: the n-th word of the language occurs an n-th as often as the first. */
export function sentence(roll: (sides: number) => number): string {
  const words = Array.from({ length: 12 }, () => wordAt(Math.floor(WORDS ** (roll(100_000) / 100_000))));
  if (roll(50) === 0) words.push(ACCENTED[roll(ACCENTED.length)]!);
  return words.join(' ');
}
