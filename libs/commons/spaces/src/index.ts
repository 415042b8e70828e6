export { pathOf, type Step } from './path.js';
export { MembersReader, type MemberFilter, type MemberRow } from './members.reader.js';
export { Memberships } from './memberships.service.js';
export { spaces } from './spaces.part.js';
export {
  openNow,
  SpacesReader,
  today,
  type ActivityRow,
  type PhaseRow,
  type ProcessRow,
  type SpaceRow,
  type Words,
} from './spaces.reader.js';
export { bannedFrom, readable, sees, sight } from './visibility.js';
export { DesignReader, type DesignedProcess } from './processes/design.reader.js';
export { designProblems, PROCESS_DESIGN, type ProcessDesign } from './processes/design.schema.js';
export { demandActivities } from './processes/activity-quota.js';
export { Designs } from './processes/designs.service.js';
export { Covers, type Cover } from './places/covers.js';
export { fitTexts } from './texts.js';
export { interactionWord } from './processes/seen.js';
