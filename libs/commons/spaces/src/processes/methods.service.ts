import { Injectable } from '@nestjs/common';
import { context, demand, knownMethods, may, type Method, type Setting } from '@madang/kernel';
import { SiteWords } from '@madang/portal';
import type { Words as Language } from '@madang/theming';
import { interactionWord } from './seen.js';
import type { MethodInfo, NamedWord, SettingInfo } from './processes.types.js';

/** The methods there are, as forms and grids need them: a new one appears here by its folder alone. */
@Injectable()
export class Methods {
  constructor(private readonly words: SiteWords) {}

  /** All methods with labels in the reader's language; a label nobody wrote is the name. */
  async list(): Promise<MethodInfo[]> {
    if (!may('read', 'Input')) demand('design', 'Process');
    const words = await this.words.in(context().locale);
    return knownMethods().map((method) => describe(method, words));
  }
}

function describe(method: Method, words: Language): MethodInfo {
  const label = (key: string, otherwise: string): string => (words.has(key) ? words.t(key) : otherwise);
  const named = (names: readonly string[], prefix: string): NamedWord[] =>
    names.map((name) => ({ name, label: label(`${prefix}.${name}`, name) }));
  return {
    name: method.name,
    label: label(`${method.name}.method`, method.name),
    interactions: method.interactions.map((name) => ({ name, label: interactionWord(method.name, name, words) })),
    settings: Object.entries(method.settings).map(([name, setting]) => ({
      ...shape(name, setting),
      label: label(`${method.name}.settings.${name}`, name),
      help: label(`${method.name}.settings.${name}.help`, '') || null,
      options: setting.kind === 'choice' ? named(setting.options, `${method.name}.settings.${name}`) : [],
    })),
    states: method.subjects.flatMap((subject) => named(subject.states, `${method.name}.state`)),
  };
}

function shape(name: string, setting: Setting): Omit<SettingInfo, 'label' | 'help' | 'options'> {
  return {
    name,
    kind: setting.kind,
    default: setting.default,
    min: 'min' in setting ? (setting.min ?? null) : null,
    max: 'max' in setting ? (setting.max ?? null) : null,
    optional:
      setting.default === null || (setting.kind === 'integer' && setting.optional === true) || setting.kind === 'text',
  };
}
