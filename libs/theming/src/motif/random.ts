/** A stream of numbers in [0, 1) that depends on nothing but the seed (xorshift32, Marsaglia 2003, on an FNV-1a seed). */
export function seededRandom(seed: string): () => number {
  let state = 0x811c9dc5;
  for (let index = 0; index < seed.length; index += 1) state = Math.imul(state ^ seed.charCodeAt(index), 0x01000193);
  state = state >>> 0 || 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 0x100000000;
  };
  // The first values of near-equal seeds resemble each other.
  for (let turn = 0; turn < 8; turn += 1) next();
  return next;
}
