import { definePart } from '@madang/kernel';
import { DesignPort } from './design-port.js';
import { DesignsResolver } from './designs.resolver.js';
import { SharedDesigns } from './designs.service.js';
import { HostNewsResolver } from './host-news.resolver.js';
import { supportVisits } from './migrations/0032-support-visits.js';
import { HostingLists } from './hosting.lists.js';
import { PlanResolver } from './plan.resolver.js';
import { VisitLetters } from './visit-letters.js';
import { VisitsResolver } from './visits.resolver.js';
import { SupportVisits } from './visits.service.js';

export const hosting = definePart({
  name: 'hosting',
  home: import.meta.url,
  migrations: [supportVisits],
  services: [SupportVisits, DesignPort, SharedDesigns],
  resolvers: [VisitsResolver, PlanResolver, HostNewsResolver, DesignsResolver],
  jobs: [VisitLetters],
  lists: [HostingLists],
  features: { process_library: { words: { ko: '과정 도서관', en: 'Process library' } } },
  grants: (who, can) => {
    // The host opens visits through the software itself; whoever is on one may end it, and so may any administrator.
    if (who.kind === 'system') can('open', 'SupportVisit');
    if (who.role === 'administrator') can(['read', 'end'], 'SupportVisit');
  },
});
