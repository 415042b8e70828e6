import { useMemo, type ReactNode } from 'react';
import { Checkbox, Radio, Select, Stack } from '@mantine/core';
import {
  graphql,
  languageName,
  Loading,
  SaveBar,
  Screen,
  troubleOf,
  TroubleNotice,
  useAsk,
  useDraft,
  useSave,
  useT,
} from '@madang/console';

const Languages = graphql(`
  query SiteLanguages {
    siteLanguages {
      locale
      locales
      timeZone
    }
  }
`);
const Set = graphql(`
  mutation SetLanguages($input: LanguagesInput!) {
    setLanguages(input: $input)
  }
`);

const SPOKEN = ['ko', 'en'];

interface Form {
  locale: string;
  locales: string[];
  timeZone: string;
}

/** Languages the site offers, its own one, and its time zone. */
export function Panel(): ReactNode {
  const asked = useAsk(Languages);
  if (asked.error) return <TroubleNotice trouble={asked.error} again={() => asked.refetch()} />;
  if (!asked.data) return <Loading />;
  return <Edit saved={asked.data.siteLanguages} />;
}

function Edit(props: { saved: Form }): ReactNode {
  const t = useT();
  const { locale, locales, timeZone } = props.saved;
  const key = JSON.stringify(props.saved);
  const saved = useMemo<Form>(() => ({ locale, locales: [...locales].sort(), timeZone }), [key]);
  // What was read is its own revision.
  const draft = useDraft(saved, { key: 'languages', revision: saved });
  const { value } = draft;
  const { save, busy, trouble, notice } = useSave(Set, draft, {
    done: 'settings.languages.saved',
    variables: (form, was) => ({ input: { ...form, was } }),
    tell: (form) => [
      { label: t('settings.languages.offered'), text: form.locales.map(languageName).join(', ') },
      { label: t('settings.languages.own'), text: languageName(form.locale) },
      { label: t('settings.languages.zone'), text: form.timeZone },
    ],
  });
  return (
    <Screen title={t('settings.languages.title')} description={t('settings.languages.description')} width="narrow">
      {notice}
      <Checkbox.Group
        label={t('settings.languages.offered')}
        description={t('settings.languages.offered.help')}
        value={value.locales}
        onChange={(next) => draft.set({ locales: [...next].sort() })}
        error={troubleOf(trouble, 'locales')}
      >
        <Stack gap="xs" mt="xs">
          {SPOKEN.map((one) => (
            <Checkbox key={one} value={one} label={languageName(one)} lang={one} disabled={one === value.locale} />
          ))}
        </Stack>
      </Checkbox.Group>
      <Radio.Group
        label={t('settings.languages.own')}
        description={t('settings.languages.own.help')}
        value={value.locale}
        onChange={(next) => draft.set({ locale: next })}
      >
        <Stack gap="xs" mt="xs">
          {value.locales.map((one) => (
            <Radio key={one} value={one} label={languageName(one)} lang={one} />
          ))}
        </Stack>
      </Radio.Group>
      <Select
        label={t('settings.languages.zone')}
        description={t('settings.languages.zone.help')}
        data={Intl.supportedValuesOf('timeZone')}
        value={value.timeZone}
        onChange={(next) => next && draft.set({ timeZone: next })}
        searchable
        limit={60}
        maw="24rem"
      />
      <SaveBar draft={draft} save={save} busy={busy} />
    </Screen>
  );
}
