export { proposals } from './proposals.method.js';
