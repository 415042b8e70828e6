import type { ReactNode } from 'react';
import { Fieldset, Textarea, TextInput } from '@mantine/core';
import { useSession } from '../session.js';

/** A text in several languages: `{ ko: '제안', en: 'Proposal' }`. */
export type Localised = Record<string, string>;

const NAMES: Record<string, string> = { ko: '한국어', en: 'English' };

/** The name of a language in that language. */
export const languageName = (locale: string): string =>
  NAMES[locale] ?? new Intl.DisplayNames([locale], { type: 'language' }).of(locale) ?? locale;

/** One field for each language the site offers, its own language first. */
export function LocalisedText(props: {
  label: string;
  description?: string;
  value: Localised;
  change: (value: Localised) => void;
  lines?: number;
  max?: number;
  required?: boolean;
  error?: string;
}): ReactNode {
  const { site } = useSession();
  const locales = [site.locale, ...site.locales.filter((locale) => locale !== site.locale)];
  const field = (locale: string, label: string, description?: string): ReactNode => {
    const common = {
      label,
      description,
      lang: locale,
      value: props.value[locale] ?? '',
      maxLength: props.max,
      required: props.required && locale === site.locale,
      error: locale === site.locale ? props.error : undefined,
    };
    const change = (text: string): void => props.change({ ...props.value, [locale]: text });
    return props.lines ? (
      <Textarea
        key={locale}
        {...common}
        autosize
        minRows={props.lines}
        onChange={(event) => change(event.currentTarget.value)}
      />
    ) : (
      <TextInput key={locale} {...common} onChange={(event) => change(event.currentTarget.value)} />
    );
  };
  if (locales.length === 1) return field(site.locale, props.label, props.description);
  return (
    <Fieldset legend={props.label} variant="unstyled" className="console-languages">
      {locales.map((locale, index) => field(locale, languageName(locale), index === 0 ? props.description : undefined))}
    </Fieldset>
  );
}
