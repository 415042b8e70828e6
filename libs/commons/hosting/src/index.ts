export { hosting } from './hosting.part.js';
export { newVisitId, SupportVisits, VISIT_MINUTES, type VisitWish } from './visits.service.js';
