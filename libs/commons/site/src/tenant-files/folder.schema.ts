import { z } from 'zod';
import { ThemeInput } from '@madang/theming';
import { HOME } from '../home.blocks.js';
import { MENU, SITE_VALUES, texts } from '../site.values.js';
import { when } from './seed.schema.js';

const slug = z.string().regex(/^[a-z][a-z0-9-]{0,60}$/);
const name = texts(120);

/** Words an organisation has for things, and texts it words differently. */
export const WORDS = z.strictObject({
  glossary: SITE_VALUES.glossary.default({}),
  texts: SITE_VALUES.overrides.default({}),
});

export const TENANT = z.strictObject({
  slug: z.string().regex(/^[a-z][a-z0-9-]{1,38}[a-z0-9]$/),
  name: SITE_VALUES.name,
  slogan: SITE_VALUES.slogan,
  locale: z.string().default('ko'),
  locales: z.array(z.string()).min(1).default(['ko']),
  timeZone: z.string().default('Asia/Seoul'),
  hosts: z.array(z.string()).default([]),
  preset: slug.optional(),
  operator: SITE_VALUES.operator,
  promise: SITE_VALUES.promise.optional(),
  words: WORDS.default({ glossary: {}, texts: {} }),
});

const INTERACTIONS = z.array(z.string().regex(/^[a-z_]+$/)).min(1);
const ACTIVITY = z.strictObject({
  slug,
  method: slug,
  title: name,
  summary: texts(400).optional(),
  settings: z.record(z.string(), z.unknown()).default({}),
  state: z.enum(['draft', 'open', 'closed']).default('open'),
  windows: z.array(z.strictObject({ phase: slug.optional(), interactions: INTERACTIONS })).default([]),
});
const PHASE = z.strictObject({
  slug,
  title: name,
  from: when.optional(),
  to: when.optional(),
  precision: z.enum(['day', 'month', 'season', 'year', 'open']).default('day'),
});
const PROCESS = z.strictObject({
  slug,
  title: name,
  purpose: texts(1000),
  body: texts(10_000).optional(),
  decides: texts(2000).optional(),
  result: texts(5000).optional(),
  state: z.enum(['draft', 'open', 'closed']).default('open'),
  phases: z.array(PHASE).min(1),
  activities: z.array(ACTIVITY).default([]),
});
const SPACE = z.strictObject({
  slug: z.string().regex(/^[a-z][a-z0-9-]{0,38}$/),
  kind: z.enum(['site', 'group', 'council', 'committee', 'youth']).default('group'),
  name,
  summary: texts(400),
  visibility: z.enum(['public', 'members']).default('public'),
  joining: z.enum(['open', 'approval', 'invitation']).default('open'),
  activities: z.array(ACTIVITY).default([]),
  processes: z.array(PROCESS).default([]),
});

export const SPACES = z.strictObject({ spaces: z.array(SPACE) });
export const OFFICES = z.strictObject({
  departments: z.array(z.strictObject({ slug, name, contact: z.string().max(200).default('') })).default([]),
  categories: z.array(z.strictObject({ slug, name, department: slug.optional() })).default([]),
});
export const MENU_FILE = z.strictObject({ menu: MENU });
export const HOME_FILE = z.strictObject({ blocks: HOME });
export const THEME = ThemeInput;

export type TenantFile = z.output<typeof TENANT>;
export type SpaceFile = z.output<typeof SPACE>;
export type ProcessFile = z.output<typeof PROCESS>;
export type ActivityFile = z.output<typeof ACTIVITY>;
export type OfficesFile = z.output<typeof OFFICES>;
