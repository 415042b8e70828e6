export { Closing } from './closing.service.js';
export { Confirmations, type Confirmed, type LinkAnswer, type LinkView } from './confirmations.service.js';
export { Consents, MARKETING } from './consents.service.js';
export { LinkLetters, type LinkLetter } from './letters.js';
export {
  LINK_MINUTES,
  MailLinks,
  type LinkData,
  type LinkPurpose,
  type MailLink,
  type Sentence,
} from './links.service.js';
export { itemPath } from './my-page.reader.js';
export { FactorSeal } from './factor/factor-seal.js';
export { SecondFactor } from './factor/second-factor.service.js';
export { freeName, readName } from './names.js';
export { PendingActs, type PendingAct } from './pending-acts.js';
export { people } from './people.part.js';
export { PeopleReader, SESSION_DAYS, type Credentials } from './people.reader.js';
export { me, Sessions, type Origin } from './sessions.service.js';
export { SESSION_COOKIE } from './session-cookie.js';
export { Staff } from './staff/staff.service.js';
export { Roles } from './roles/roles.service.js';
export { RolesReader } from './roles/roles.reader.js';
