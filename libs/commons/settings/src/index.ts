export { settings } from './settings.part.js';
