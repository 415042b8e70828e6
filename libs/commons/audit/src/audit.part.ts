import { definePart } from '@madang/kernel';
import { auditTables } from './migrations/0001-audit.js';

export const audit = definePart({ name: 'audit', home: import.meta.url, migrations: [auditTables] });
