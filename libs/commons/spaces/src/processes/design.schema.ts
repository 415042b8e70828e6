import { knownMethods, methodNamed, readSettings, SettingProblem, type Method } from '@madang/kernel';
import { z } from 'zod';

const slug = z.string().regex(/^[a-z][a-z0-9-]{0,60}$/);
const texts = (max: number): z.ZodType<Record<string, string>> =>
  z
    .record(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/), z.string().max(max))
    .refine((all) => Object.keys(all).length <= 30);
const day = z.number().int().min(-36_500).max(36_500).nullable();

const PHASE = z.strictObject({
  slug,
  title: texts(120),
  /** Days after the day the process begins. */
  from: day,
  to: day,
  precision: z.enum(['day', 'month', 'season', 'year', 'open']).default('day'),
});

const WINDOW = z.strictObject({
  /** Slug of a phase; null: always open. */
  phase: slug.nullable(),
  interactions: z.array(z.string().regex(/^[a-z_]+$/)).max(20),
});

const ACTIVITY = z.strictObject({
  slug,
  method: slug,
  title: texts(120),
  summary: texts(400).default({}),
  settings: z.record(z.string(), z.unknown()).default({}),
  stateWords: z.record(z.string(), texts(60)).default({}),
  windows: z.array(WINDOW).max(60).default([]),
});

/**
 * A process as a design: structure, texts and settings, with days counted from its beginning. No people, nothing
 * anybody contributed. What `processDesign` gives and `createProcessFromDesign` takes, here and on other sites.
 */
export const PROCESS_DESIGN = z.strictObject({
  madang: z.literal('process-design/1'),
  title: texts(120),
  purpose: texts(1000).default({}),
  body: texts(10_000).default({}),
  decides: texts(2000).default({}),
  phases: z.array(PHASE).max(40),
  activities: z.array(ACTIVITY).max(40),
});
export type ProcessDesign = z.output<typeof PROCESS_DESIGN>;

/** Something of a design that does not fit this site; `path` leads to it. */
export interface DesignProblem {
  path: string;
  code: 'unknown_method' | 'unknown_setting' | 'bad_setting' | 'unknown_phase' | 'unknown_interaction' | 'taken';
}

/** What of a design cannot stand here: methods, settings, interactions and phases nobody knows, names used twice. */
export function designProblems(design: ProcessDesign): DesignProblem[] {
  const problems: DesignProblem[] = [];
  const note = (path: string, code: DesignProblem['code']): void => void problems.push({ path, code });
  const phases = new Set<string>();
  for (const [index, phase] of design.phases.entries()) {
    if (phases.has(phase.slug)) note(`phases.${index}.slug`, 'taken');
    phases.add(phase.slug);
  }
  const names = new Set<string>();
  for (const [index, activity] of design.activities.entries()) {
    const at = `activities.${index}`;
    if (names.has(activity.slug)) note(`${at}.slug`, 'taken');
    names.add(activity.slug);
    const method = methodNamed(activity.method);
    if (!method) {
      note(`${at}.method`, 'unknown_method');
      continue;
    }
    const setting = settingProblem(method, activity.settings);
    if (setting)
      note(`${at}.settings.${setting.setting}`, setting.reason === 'unknown' ? 'unknown_setting' : 'bad_setting');
    for (const [n, window] of activity.windows.entries()) {
      if (window.phase !== null && !phases.has(window.phase)) note(`${at}.windows.${n}.phase`, 'unknown_phase');
      if (window.interactions.some((one) => !method.interactions.includes(one)))
        note(`${at}.windows.${n}.interactions`, 'unknown_interaction');
    }
  }
  return problems;
}

/** What is wrong with settings of a method; undefined when they fit. */
export function settingProblem(method: Method, settings: Record<string, unknown>): SettingProblem | undefined {
  try {
    readSettings(method.settings, settings);
    return undefined;
  } catch (error) {
    if (error instanceof SettingProblem) return error;
    throw error;
  }
}

/** Names of the methods there are, for messages. */
export const methodNames = (): string[] => knownMethods().map((method) => method.name);
