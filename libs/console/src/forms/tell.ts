import { useWords } from '../words.js';
import { languageName, type Localised } from './localised-text.js';
import type { SettingPlan } from './settings-form.js';
import type { Told } from './versions.js';

/** How values are told in words where two versions stand side by side. */
export interface Tell {
  /** One line for each language that has a text. */
  texts: (label: string, value: Localised) => Told[];
  /** One line for each setting. */
  settings: (plan: readonly SettingPlan[], value: Readonly<Record<string, unknown>>) => Told[];
  onOff: (label: string, value: boolean) => Told;
  /** A number as it is written here; nothing where there is none. */
  number: (label: string, value: number | string | null | undefined) => Told;
}

/** Tells values of forms in words. */
export function useTell(): Tell {
  const { t, number } = useWords();
  const onOff = (value: boolean): string => t(value ? 'console.on' : 'console.off');
  const setting = (plan: SettingPlan, value: unknown): string => {
    if (typeof value === 'boolean') return onOff(value);
    if (typeof value === 'number') return number(value);
    if (typeof value !== 'string') return '';
    return plan.options?.find((option) => option.value === value)?.label ?? value;
  };
  return {
    texts: (label, value) =>
      Object.entries(value)
        .filter(([, text]) => text !== '')
        .map(([locale, text]) => ({ label: `${label} · ${languageName(locale)}`, text })),
    settings: (plans, value) =>
      plans.map((plan) => ({ label: plan.label, text: setting(plan, value[plan.name] ?? plan.default) })),
    onOff: (label, value) => ({ label, text: onOff(value) }),
    number: (label, value) => ({ label, text: typeof value === 'number' ? number(value) : (value ?? '') }),
  };
}
