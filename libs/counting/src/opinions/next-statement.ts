import { seededDraw } from '../ties/seed.js';

/** What one participant may be shown. */
export interface Candidate {
  readonly statement: string;
  /** Priority from the map; 1 where it is not known yet. */
  readonly priority?: number;
}

/**
 * Draws the statement that a participant sees next, with chances in proportion to the priorities (Polis
 * server/src/comment.ts). The caller leaves out statements that were voted on, muted, moderated out or just seen.
 * The seed makes the draw repeatable; without candidates there is nothing to show.
 */
export function nextStatement(candidates: readonly Candidate[], seed: string): string | undefined {
  const weights = candidates.map(({ priority }) => Math.max(0, priority ?? 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let mark = seededDraw(seed).unit() * total;
  for (const [i, weight] of weights.entries()) {
    mark -= weight;
    if (mark < 0) return candidates[i]!.statement;
  }
  return candidates.at(-1)?.statement;
}
