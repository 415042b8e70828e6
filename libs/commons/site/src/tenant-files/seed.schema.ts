import { z } from 'zod';
import { isDay } from './days.js';

/** A day or moment counted from day zero. */
export const when = z.string().refine(isDay, 'expected a day such as "-30d", "+12d9h" or "2026-04-01"');
const key = z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/);
const slug = z.string().regex(/^[a-z][a-z0-9-]{0,60}$/);
const count = z.number().int().min(0).max(100_000);

const PERSON = z.strictObject({
  key,
  name: z.string().min(1).max(60),
  email: z.email(),
  role: z.enum(['member', 'organiser', 'officer', 'administrator']).default('member'),
  department: slug.optional(),
  locale: z.string().optional(),
  bio: z.string().max(1000).default(''),
  spaces: z.record(z.string(), z.enum(['member', 'organiser'])).default({}),
});
const CROWD = z.strictObject({
  count,
  surnames: z.array(z.string().min(1)).min(1),
  givenNames: z.array(z.string().min(1)).min(1),
});

export const PEOPLE = z.strictObject({ people: z.array(PERSON), crowd: CROWD });

export interface SeedComment {
  author: string;
  at: string;
  stance?: 'for' | 'against' | 'neutral' | 'unsure';
  body: string;
  relates: number;
  official: boolean;
  replies: SeedComment[];
}

const COMMENT: z.ZodType<SeedComment> = z.lazy(() =>
  z.strictObject({
    author: key,
    at: when,
    stance: z.enum(['for', 'against', 'neutral', 'unsure']).optional(),
    body: z.string().min(1).max(1000),
    relates: count.default(0),
    official: z.boolean().default(false),
    replies: z.array(COMMENT).default([]),
  }),
);

const text = (max: number): z.ZodString => z.string().min(1).max(max);

const PROPOSAL = z.strictObject({
  key,
  space: slug,
  activity: slug,
  category: slug.optional(),
  author: key,
  at: when,
  title: z.string().min(5).max(80),
  background: z.string().max(5000).default(''),
  content: z.string().min(10).max(10_000),
  place: z.string().max(200).default(''),
  locale: z.string().optional(),
  until: when.optional(),
  threshold: z.number().int().positive().nullable().optional(),
  answerDays: z.number().int().positive().optional(),
  supports: count,
  relates: count.default(0),
  state: z.enum([
    'collecting',
    'missed',
    'awaiting_assignment',
    'awaiting_answer',
    'answered',
    'under_way',
    'done',
    'stopped',
    'withdrawn',
  ]),
  reviewed: when.optional(),
  assignment: z
    .strictObject({ department: slug, officer: key.optional(), at: when, due: when, by: key.optional() })
    .optional(),
  answer: z
    .strictObject({
      kind: z.enum(['accepted', 'partly', 'declined', 'transferred', 'already']),
      body: text(20_000),
      reason: z.string().max(4000).default(''),
      nextStep: z.string().max(2000).default(''),
      budget: z.number().int().min(0).optional(),
      promised: when.optional(),
      at: when,
      by: key,
    })
    .optional(),
  progress: z
    .array(
      z.strictObject({
        status: z.enum(['planned', 'under_way', 'done', 'stopped']),
        body: text(10_000),
        next: when.optional(),
        at: when,
        by: key,
      }),
    )
    .default([]),
  ended: when.optional(),
  hidden: z.strictObject({ reason: text(500), at: when, by: key }).optional(),
  comments: z.array(COMMENT).default([]),
});
export const PROPOSALS = z.strictObject({ proposals: z.array(PROPOSAL) });

const POST = z.strictObject({
  key,
  space: slug,
  board: slug,
  author: key,
  at: when,
  title: text(120),
  body: text(50_000),
  locale: z.string().optional(),
  pinned: z.boolean().default(false),
  comments: z.array(COMMENT).default([]),
});
export const POSTS = z.strictObject({ posts: z.array(POST) });

export type SeedPerson = z.output<typeof PERSON>;
export type SeedCrowd = z.output<typeof CROWD>;
export type SeedProposal = z.output<typeof PROPOSAL>;
export type SeedPost = z.output<typeof POST>;

/** The demo content of a tenant folder. */
export interface Seed {
  people: SeedPerson[];
  crowd: SeedCrowd;
  proposals: SeedProposal[];
  posts: SeedPost[];
}
