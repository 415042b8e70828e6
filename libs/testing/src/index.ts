export { newDatabase, standsAt } from './database.js';
export { openYard, type Clock, type Yard } from './yard.js';
export { ATTACKED, harmIn, REFUSED, RENDERED, STOPPED } from './template-attacks.js';
