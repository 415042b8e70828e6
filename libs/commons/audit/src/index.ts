export { audit } from './audit.part.js';
export { AuditReader, type AuditFilter, type AuditRow } from './audit.reader.js';
export { record } from './record.js';
