export { COUNTS, CountFollower, slot, subjectTopic } from './counts.js';
export {
  HistoryReader,
  readSupporterKey,
  supporterKey,
  type SupporterKey,
  type TransitionRow,
} from './history.reader.js';
export { likePattern, SearchReader } from './search.reader.js';
export { SubjectWriter, type Cause, type NewSubject } from './subject-writer.js';
export { subjects } from './subjects.part.js';
export { TakingPart, type Counted, type Where } from './taking-part.js';
export { asked, FINDING, findIds, roomFor, type FindingLimits, type FoundSet, type Looked } from './finding.js';
