import { CountingRefusal } from '../errors.js';
import { mapOpinions, OPINION_VERSION, type OpinionMap } from './opinion-map.js';
import type { Conversation } from './votes.js';

/** A report drawn again: the same map, or the parts that differ. */
export interface Recomputed {
  readonly map: OpinionMap;
  readonly matches: boolean;
  readonly differences: readonly string[];
}

const PARTS = [
  'inputs',
  'points',
  'grouped',
  'groups',
  'consensus',
  'dissent',
  'overall',
  'priorities',
  'stability',
] as const;

/**
 * Draws a published map again from the conversation and from what the map itself states: settings with their seed, what it
 * started from, and the version of the method. Publish maps of `mapOpinions` for this: a live map starts its directions
 * from the last ones and may differ from a fresh one in the last digits.
 * @throws CountingRefusal when another version made the map: that version has to recompute it.
 */
export function recomputeOpinions(conversation: Conversation, published: OpinionMap): Recomputed {
  if (published.version !== OPINION_VERSION)
    throw new CountingRefusal(`the map was made by version ${published.version}, this is version ${OPINION_VERSION}`);
  const map = mapOpinions(conversation, published.settings, published.before);
  const differences = PARTS.filter((part) => JSON.stringify(map[part]) !== JSON.stringify(published[part]));
  return { map, matches: differences.length === 0, differences };
}
