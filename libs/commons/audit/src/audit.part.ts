import { definePart } from '@madang/kernel';
import { AuditReader } from './audit.reader.js';
import { AuditResolver } from './audit.resolver.js';
import { auditTables } from './migrations/0001-audit.js';

export const audit = definePart({
  name: 'audit',
  home: import.meta.url,
  migrations: [auditTables],
  services: [AuditReader],
  resolvers: [AuditResolver],
  grants: (who, can) => {
    if (who.role === 'administrator') can('read', 'Audit');
  },
});
