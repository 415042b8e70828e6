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
