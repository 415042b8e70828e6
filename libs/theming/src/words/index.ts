export { hasParticles, resolveParticles } from './particles.js';
export { finalSound, type FinalSound } from './sound.js';
export {
  DEFAULT_TERMS,
  defaultGlossary,
  glossaryProblems,
  termArguments,
  type Glossary,
  type TermForms,
} from './terms.js';
export { icuArguments, type ArgumentUse, type MessageValue, type MessageValues } from './icu.js';
export { explains, fixedWords } from './find-sentence.js';
export type { DateStyle, Formats, Moment } from './formats.js';
export { isRightToLeft, type Words } from './words.js';
export {
  catalogueProblems,
  compareMessages,
  type Catalogue,
  type CatalogueExpectations,
  type CatalogueProblem,
  type Catalogues,
} from './catalogues.js';
export { usedKeys, type UsedKeys } from './used-keys.js';
export {
  createMessages,
  type MessageProblem,
  type Messages,
  type MessagesOptions,
  type TenantWords,
} from './messages.js';
export { messageHtml } from './markup.js';
export { pseudoCatalogue } from './pseudo.js';
