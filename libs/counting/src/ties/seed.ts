import { sha256, utf8 } from './sha256.js';

/**
 * Random numbers that anyone can repeat from a published seed: block i is SHA-256("<seed>:<i>"), read as 32-bit
 * big-endian words. `below(n)` rejects words of the last, incomplete run of n, so every result is equally likely.
 */
export interface SeededDraw {
  /** A whole number 0 … n-1, each equally likely; n from 1 to 2^32. */
  below(n: number): number;
  /** A double in [0, 1) of 53 random bits, for simulations that decide nothing. */
  unit(): number;
}

/** Opens the draw of a seed. The same seed gives the same sequence on every machine. */
export function seededDraw(seed: string): SeededDraw {
  let block = 0;
  let words: DataView | undefined;
  let next = 32;
  const word = (): number => {
    if (next >= 32 || !words) {
      words = new DataView(sha256(utf8(`${seed}:${block++}`)).buffer as ArrayBuffer);
      next = 0;
    }
    next += 4;
    return words.getUint32(next - 4);
  };
  return {
    below(n) {
      if (!Number.isInteger(n) || n < 1 || n > 0x100000000) throw new RangeError(`cannot draw below ${n}`);
      const limit = 0x100000000 - (0x100000000 % n);
      let drawn = word();
      while (drawn >= limit) drawn = word();
      return drawn % n;
    },
    unit: () => (word() * 0x200000 + (word() >>> 11)) / 0x20000000000000,
  };
}

/** Fisher–Yates shuffle of a copy, from the last place down; the draw decides everything. */
export function shuffled<T>(items: readonly T[], draw: SeededDraw): T[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = draw.below(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
