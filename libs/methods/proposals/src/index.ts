export { proposals } from './proposals.method.js';
export { ProposalSeeds, type SeedWorld } from './proposals.seeds.js';
