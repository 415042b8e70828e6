export * from './form.js';
export * from './pages.js';
