export * from './form.js';
export * from './pages.js';
export * from './shell.js';
export { enhancerScript } from './enhance/index.js';
export { portalCss } from './styles/index.js';
export type { LayoutModel, MenuEntry } from './styles/layout-model.js';
export { SiteWords } from './site-words.js';
