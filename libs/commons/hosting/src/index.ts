export { hosting } from './hosting.part.js';
export { DesignPort, type SharedDesignRow } from './design-port.js';
export { HostNews } from './host-news.js';
export type { HostAnnouncement } from './host-news.types.js';
export { PlanDesk } from './plan-desk.js';
export type { SiteAccount, SiteFeature, SitePlan } from './plan.types.js';
export { newVisitId, SupportVisits, VISIT_MINUTES, type VisitWish } from './visits.service.js';
