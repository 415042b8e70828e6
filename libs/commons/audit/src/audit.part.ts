import { definePart, grantHeld } from '@madang/kernel';
import { AuditLists } from './audit.desk.js';
import { AuditReader } from './audit.reader.js';
import { AuditResolver } from './audit.resolver.js';
import { auditTables } from './migrations/0001-audit.js';

export const audit = definePart({
  name: 'audit',
  home: import.meta.url,
  migrations: [auditTables],
  services: [AuditReader],
  lists: [AuditLists],
  resolvers: [AuditResolver],
  permissions: {
    'audit.read': { words: { ko: '기록 보기', en: 'Read the audit' } },
  },
  grants: (who, can) => grantHeld(who, can, 'audit.read', 'read', 'Audit'),
});
