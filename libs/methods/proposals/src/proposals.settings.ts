import type { SettingsOf, SettingsSchema } from '@madang/kernel';

/** What an organiser may tune for one activity of proposals. */
export const proposalsSettings = {
  threshold: { kind: 'integer', default: 100, min: 1, max: 1_000_000, optional: true },
  collectingDays: { kind: 'integer', default: 30, min: 1, max: 365 },
  answerDays: { kind: 'integer', default: 20, min: 1, max: 365 },
  remindDaysBefore: { kind: 'integer', default: 5, min: 0, max: 60 },
  visitorsMayAct: { kind: 'boolean', default: true },
  place: { kind: 'choice', default: 'optional', options: ['off', 'optional', 'required'] },
  pictures: { kind: 'integer', default: 5, min: 0, max: 10 },
  showSupporters: { kind: 'boolean', default: true },
  answersNeedApproval: { kind: 'boolean', default: false },
} as const satisfies SettingsSchema;

export type ProposalsSettings = SettingsOf<typeof proposalsSettings>;
