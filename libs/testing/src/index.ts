export { newDatabase } from './database.js';
export { openYard, type Clock, type Yard } from './yard.js';
