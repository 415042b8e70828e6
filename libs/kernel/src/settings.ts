import { z } from 'zod';

/** One thing an organiser may tune. Labels and help are i18n keys `<part>.settings.<name>[.help]`. */
export type Setting =
  | { kind: 'integer'; default: number | null; min?: number; max?: number; optional?: boolean }
  | { kind: 'boolean'; default: boolean }
  | { kind: 'choice'; default: string; options: readonly string[] }
  | { kind: 'text'; default: string; max?: number; translated?: boolean }
  | { kind: 'date'; default: string | null }
  | { kind: 'money'; default: number | null; min?: number; max?: number }
  | { kind: 'colour'; default: string }
  | { kind: 'image'; default: string | null };

export type SettingsSchema = Record<string, Setting>;

type ValueOf<S extends Setting> = S extends { kind: 'integer' | 'money'; default: infer D }
  ? D extends null
    ? number | null
    : S extends { optional: true }
      ? number | null
      : number
  : S extends { kind: 'boolean' }
    ? boolean
    : S extends { kind: 'choice'; options: readonly (infer O)[] }
      ? O
      : S extends { kind: 'date' | 'image' }
        ? string | null
        : string;

export type SettingsOf<S extends SettingsSchema> = { [K in keyof S]: ValueOf<S[K]> };

function rule(setting: Setting): z.ZodType {
  switch (setting.kind) {
    case 'integer':
    case 'money': {
      const whole = z.coerce
        .number()
        .int()
        .min(setting.min ?? 0)
        .max(setting.max ?? Number.MAX_SAFE_INTEGER);
      const open = setting.default === null || (setting.kind === 'integer' && setting.optional === true);
      return open ? z.union([z.null(), z.literal('').transform(() => null), whole]) : whole;
    }
    case 'boolean':
      return z.union([z.boolean(), z.enum(['true', 'on', 'false', '']).transform((v) => v === 'true' || v === 'on')]);
    case 'choice':
      return z.enum(setting.options as [string, ...string[]]);
    case 'text':
      return z.string().max(setting.max ?? 2000);
    case 'date':
      return z.union([z.null(), z.literal('').transform(() => null), z.iso.date()]);
    case 'colour':
      return z.string().regex(/^#[0-9a-f]{6}$/i);
    case 'image':
      return z.union([z.null(), z.uuid()]);
  }
}

const rules = new WeakMap<Setting, z.ZodType>(); // schemas are constants; building a rule costs more than reading by it

function ruleOf(setting: Setting): z.ZodType {
  let known = rules.get(setting);
  if (!known) rules.set(setting, (known = rule(setting)));
  return known;
}

/**
 * Reads stored or submitted settings against their schema: absent ones get the default, unknown
 * ones are refused by name. One schema serves the console's form, the API and tenant files.
 */
export function readSettings<S extends SettingsSchema>(schema: S, values: Record<string, unknown> = {}): SettingsOf<S> {
  const out: Record<string, unknown> = {};
  for (const name of Object.keys(values)) if (!schema[name]) throw new SettingProblem(name, 'unknown');
  for (const [name, setting] of Object.entries(schema)) {
    const value = values[name];
    if (value === undefined) {
      out[name] = setting.default;
      continue;
    }
    const read = ruleOf(setting).safeParse(value);
    if (!read.success) throw new SettingProblem(name, read.error.issues[0]?.code ?? 'invalid');
    out[name] = read.data;
  }
  return out as SettingsOf<S>;
}

/** A setting that does not fit its schema. */
export class SettingProblem extends Error {
  constructor(
    readonly setting: string,
    readonly reason: string,
  ) {
    super(`setting ${setting}: ${reason}`);
  }
}
