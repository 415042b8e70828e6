export * from './brand/index.js';
export * from './motif/index.js';
export * from './images/index.js';
