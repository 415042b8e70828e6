export { answers } from './answers.part.js';
export { AnswersReader, type Outcome } from './answers.reader.js';
export { Answers } from './answers.service.js';
export * from './answers.types.js';
