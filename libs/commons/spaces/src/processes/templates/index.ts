import type { ProcessDesign } from '../design.schema.js';
import { consultation } from './consultation.js';
import { ideasToAnswers } from './ideas-to-answers.js';
import { memberMotion } from './member-motion.js';
import { participatoryRound } from './participatory-round.js';

/** A design that comes with the software. Its words are its own texts, so that they may be edited after it is used. */
export interface ProcessTemplate {
  name: string;
  /** What it is good for, in one sentence. */
  summary: Record<string, string>;
  design: ProcessDesign;
}

/** Designs that come with the software, in the order in which they are offered. */
export const PROCESS_TEMPLATES: readonly ProcessTemplate[] = [
  ideasToAnswers,
  participatoryRound,
  consultation,
  memberMotion,
];
