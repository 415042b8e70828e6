/** The arithmetic and the pages of `npm run bench`: paired rounds, ratios with spread, sections of a Markdown file. */

/** Smallest, middle and largest of some figures; the middle of an even number is the mean of the two. */
export function spread(figures) {
  const sorted = [...figures].sort((a, b) => a - b);
  const half = sorted.length / 2;
  const median = sorted.length % 2 ? sorted[Math.floor(half)] : (sorted[half - 1] + sorted[half]) / 2;
  return { min: sorted[0], median, max: sorted.at(-1) };
}

/** A figure with three digits that mean something: 0.0123, 1.23, 12.3, 1,234. */
export function digits(value) {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size >= 100) return Math.round(value).toLocaleString('en');
  return value
    .toPrecision(3)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
}

/** `median (min–max)`. */
export function spreadText(figures) {
  const { min, median, max } = spread(figures);
  return figures.length === 1 ? digits(median) : `${digits(median)} (${digits(min)}–${digits(max)})`;
}

/**
 * Runs the variants in turn, `rounds` times after one warming round, in reversed order every other round, so that a busy
 * machine slows all of them alike. A variant gives its own figure, or nothing: then its wall time in ms counts.
 *
 * @returns rows {name, figures, ratios}: a ratio pairs a variant with the `limit` variant of the same round, and says how
 *   many times as good as the limit the variant is (`better: 'less'` for times, `'more'` for rates).
 */
export async function comparePaired(
  variants,
  { rounds = 5, better = 'less', limit = Object.keys(variants)[0], warm = 1, log = () => {} } = {},
) {
  const names = Object.keys(variants);
  const rows = new Map(names.map((name) => [name, { name, figures: [], ratios: [] }]));
  for (let round = -warm; round < rounds; round++) {
    const inRound = new Map();
    for (const name of round % 2 ? names.toReversed() : names) {
      globalThis.gc?.();
      const begin = performance.now();
      const given = await variants[name]();
      inRound.set(name, typeof given === 'number' ? given : performance.now() - begin);
    }
    if (round < 0) continue;
    const base = inRound.get(limit);
    for (const [name, figure] of inRound) {
      rows.get(name).figures.push(figure);
      rows.get(name).ratios.push(better === 'less' ? base / figure : figure / base);
    }
    log(`round ${round + 1} of ${rounds}`);
  }
  return [...rows.values()];
}

/** A Markdown table. */
export function table(header, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(header), `|${header.map((_, index) => (index ? ' --: ' : ' --- ')).join('|')}|`, ...rows.map(line)].join(
    '\n',
  );
}

/** Puts `text` between the markers of `name` in a page, or at its end when it has none. */
export function withSection(page, name, text) {
  const [open, close] = [`<!-- bench: ${name} -->`, `<!-- /bench: ${name} -->`];
  const section = `${open}\n\n${text.trim()}\n\n${close}`;
  const begin = page.indexOf(open);
  if (begin < 0) return `${page.trimEnd()}\n\n${section}\n`;
  const end = page.indexOf(close, begin);
  if (end < 0) throw new Error(`docs/performance.md opens "${name}" and does not close it`);
  return page.slice(0, begin) + section + page.slice(end + close.length);
}
