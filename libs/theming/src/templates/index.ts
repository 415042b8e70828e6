export { TemplateError } from './compile.js';
export { BUILT_IN_HELPERS, type HelperCall, type TemplateHelper } from './helpers.js';
export type { TemplateRoot, TemplateSource } from './sources.js';
export { createTemplates, type RenderData, type Templates, type TemplatesOptions } from './templates.js';
export { checkTheme, type ThemeCheckOptions } from './checks/check-theme.js';
export { CHECKS, type CheckId, type Finding, type FindingLevel } from './checks/finding.js';
export { overrideHeader, templateFingerprint } from './checks/template-rules.js';
export { ThemeFile } from './checks/theme-file.js';
