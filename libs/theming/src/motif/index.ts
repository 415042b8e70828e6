export { motifBody, motifSvg, MOTIF_TOKENS } from './motif.js';
export type { MotifInk } from './motif.js';
