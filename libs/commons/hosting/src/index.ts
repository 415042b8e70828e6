export { hosting } from './hosting.part.js';
export { PlanDesk } from './plan-desk.js';
export type { SiteAccount, SitePlan } from './plan.types.js';
export { newVisitId, SupportVisits, VISIT_MINUTES, type VisitWish } from './visits.service.js';
