export { TemplateError } from './compile.js';
export { BUILT_IN_HELPERS, type HelperCall, type TemplateHelper } from './helpers.js';
export type { TemplateRoot, TemplateSource } from './sources.js';
export { createTemplates, type RenderData, type Templates, type TemplatesOptions } from './templates.js';
