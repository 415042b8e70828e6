export { importPabulib } from './pabulib.js';
export { importPolis, type PolisFiles } from './polis.js';
export { ImportRefused, type BadRow } from './problems.js';
export type { ImportOptions, ImportReport, Progress } from './report.js';
