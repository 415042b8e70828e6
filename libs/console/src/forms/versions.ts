/** One field told in words for people. */
export interface Told {
  label: string;
  text: string;
}

/** One field as it stands in two versions. */
export interface Differing {
  label: string;
  mine: string;
  theirs: string;
}

const LONG = 160;
const AROUND = 60;

/**
 * The fields two versions tell differently, in their order; those only one of them has stand there with an empty text. Of
 * long texts it gives the part that differs, with some of what stands around it.
 */
export function differing(mine: readonly Told[], theirs: readonly Told[]): Differing[] {
  const told = (version: readonly Told[]): Map<string, string> =>
    new Map(version.map(({ label, text }) => [label, text]));
  const [ours, others] = [told(mine), told(theirs)];
  return [...new Set([...ours.keys(), ...others.keys()])].flatMap((label) => {
    const [one, other] = [ours.get(label) ?? '', others.get(label) ?? ''];
    if (one === other) return [];
    const [short, shortOther] = around(one, other);
    return [{ label, mine: short, theirs: shortOther }];
  });
}

/** Two texts without the beginning and the end they share, where that is long. */
function around(one: string, other: string): [string, string] {
  if (Math.max(one.length, other.length) <= LONG) return [one, other];
  let start = 0;
  while (start < Math.min(one.length, other.length) && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < Math.min(one.length, other.length) - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  const from = Math.max(0, start - AROUND);
  const cut = (text: string): string => {
    const to = Math.min(text.length, text.length - end + AROUND);
    return `${from > 0 ? '… ' : ''}${text.slice(from, to)}${to < text.length ? ' …' : ''}`;
  };
  return [cut(one), cut(other)];
}
