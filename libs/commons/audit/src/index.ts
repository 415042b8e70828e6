export { audit } from './audit.part.js';
export { record } from './record.js';
