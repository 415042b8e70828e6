import { definePart } from '@madang/kernel';
import { AnswersReader } from './answers.reader.js';
import { Answers } from './answers.service.js';
import { answersTables } from './migrations/0006-answers.js';

export const answers = definePart({
  name: 'answers',
  home: import.meta.url,
  migrations: [answersTables],
  services: [Answers, AnswersReader],
});
