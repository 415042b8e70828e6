export { BulkActs } from './bulk.service.js';
export { AnswerDrafts } from './drafts.service.js';
export { Entries } from './entries.service.js';
export { InputActs, type ActChoice, type EntryText, type InputAct, type InputHandler } from './input-acts.js';
export { inputs } from './inputs.part.js';
export { INPUT_SORTS, InputFilter } from './inputs.filter.js';
export { InputsReader, type InputRow } from './inputs.reader.js';
export { AnswerTemplates } from './templates.service.js';
