/** What of this library runs in a browser: the console previews looks and speaks with the same words as the portal. */
export * from './brand/index.js';
export * from './words/index.js';
export { iconSvg } from './images/sign.js';
