export { escapeHtml, html, SafeHtml } from './safe-html.js';
export { isAbsoluteUrl, safeUrl } from './safe-url.js';
export { fold, normalise, words } from './normalise.js';
export { searchQuery, searchTokens, type SearchQuery } from './search.js';
export { romanise, slugify, type SlugOptions } from './slug.js';
export { markdown, type MarkdownOptions } from './markdown.js';
export { excerpt, plain } from './plain.js';
export { htmlText } from './html-text.js';
