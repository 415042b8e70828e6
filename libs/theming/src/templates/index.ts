export { TemplateError } from './compile.js';
export { BUILT_IN_HELPERS, type HelperCall, type TemplateHelper } from './helpers.js';
export type { TemplateRoot, TemplateSource } from './sources.js';
export {
  createTemplates,
  writtenInTemplate,
  type RenderData,
  type Templates,
  type TemplatesOptions,
} from './templates.js';
export { checkTheme, type ThemeCheckOptions } from './checks/check-theme.js';
export { CHECKS, type CheckId, type Finding, type FindingLevel } from './checks/finding.js';
export { overrideHeader, templateFingerprint } from './checks/template-rules.js';
export { ThemeFile } from './checks/theme-file.js';
export { TENANT_CHECKS, TENANT_LIMITS, TenantTemplateError } from './l2/limits.js';
export type { TenantCheckId, TenantLimits, TenantProblem } from './l2/limits.js';
export type { TenantPartial } from './l2/interpret.js';
export { sanitiseHtml } from './l2/sanitise.js';
export {
  checkTenantTemplate,
  renderOr,
  tenantTemplate,
  type TenantSlot,
  type TenantTemplate,
} from './l2/tenant-template.js';
export { threeWay, type ThreeWay, type ThreeWayHunk } from './l2/lines.js';
