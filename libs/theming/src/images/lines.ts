/** Advance of a letter in em, for the drawing font (bold); generous, so that no line runs out of the picture. */
function advance(letter: string): number {
  if (/[\uac00-\ud7a3\u3000-\u318f\uff00-\uffef]/u.test(letter)) return 0.89;
  if (letter === ' ') return 0.25;
  if (/[ijl.,:;'‘’|!·]/.test(letter)) return 0.3;
  if (/[W@%—]/.test(letter)) return 1.08;
  if (/[mwMOQ&…]/.test(letter)) return 0.95;
  return /[A-Z0-9]/.test(letter) ? 0.7 : 0.61;
}

/** Estimated width of a text in em. */
export const widthInEm = (text: string): number => [...text].reduce((sum, letter) => sum + advance(letter), 0);

/** Text that XML and our font can carry: no control characters, no lone surrogates, no pictographs, single spaces. */
export const drawable = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\p{C}\p{Extended_Pictographic}\ufffd\ufe0f]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();

/** Splits a word that is wider than a line. */
function pieces(word: string, room: number): string[] {
  const found: string[] = [];
  let piece = '';
  for (const letter of word) {
    if (piece && widthInEm(piece + letter) > room) {
      found.push(piece);
      piece = '';
    }
    piece += letter;
  }
  return piece ? [...found, piece] : found;
}

/** Breaks a text at spaces (Korean keeps words whole) into lines of at most `room` em. */
export function breakLines(text: string, room: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of drawable(text)
    .split(' ')
    .flatMap((one) => pieces(one, room))) {
    const longer = line ? `${line} ${word}` : word;
    if (line && widthInEm(longer) > room) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line ? [...lines, line] : lines;
}

/** The largest of `sizes` (px) at which the text takes at most `most` lines of `width` px; else cut with an ellipsis. */
export function fitLines(
  text: string,
  width: number,
  sizes: readonly number[],
  most: number,
): { size: number; lines: string[] } {
  for (const size of sizes) {
    const lines = breakLines(text, width / size);
    if (lines.length <= most) return { size, lines };
  }
  const size = sizes.at(-1) ?? 40;
  const lines = breakLines(text, width / size - 1).slice(0, most);
  const last = lines.pop();
  return { size, lines: last === undefined ? [] : [...lines, `${last}…`] };
}
