export * from './brand/index.js';
export * from './motif/index.js';
export * from './images/index.js';
export * from './text/index.js';
export * from './words/index.js';
export * from './templates/index.js';
