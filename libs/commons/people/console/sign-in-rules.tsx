import { useMemo, type ReactNode } from 'react';
import { Anchor, NumberInput, Radio, Stack, Switch, TagsInput } from '@mantine/core';
import {
  graphql,
  Loading,
  SaveBar,
  Screen,
  troubleOf,
  TroubleNotice,
  useAsk,
  useDraft,
  useSave,
  useT,
  useTell,
} from '@madang/console';

const Rules = graphql(`
  query SignInRules {
    signInRules {
      registration
      domains
      passwords
      sessionDays
      idleMonths
      secondFactor
      revision
    }
  }
`);
const Set = graphql(`
  mutation SetSignInRules($input: SignInRulesInput!) {
    setSignInRules(input: $input)
  }
`);

interface Form {
  registration: string;
  domains: string[];
  passwords: boolean;
  sessionDays: number;
  idleMonths?: number | null;
  secondFactor: string;
}

const WAYS = ['open', 'approval', 'domains', 'invitation'];

/** Who may join, and how people sign in. */
export function Panel(): ReactNode {
  const asked = useAsk(Rules);
  if (asked.error) return <TroubleNotice trouble={asked.error} again={() => asked.refetch()} />;
  if (!asked.data) return <Loading />;
  const { revision, ...rules } = asked.data.signInRules;
  return <Edit rules={rules} revision={revision} />;
}

function Edit(props: { rules: Form; revision: number }): ReactNode {
  const t = useT();
  const tell = useTell();
  const { rules, revision } = props;
  const saved = useMemo<Form>(() => ({ ...rules }), [revision]);
  const draft = useDraft(saved, { key: 'sign-in', revision });
  const { value } = draft;
  const { save, busy, trouble, notice } = useSave(Set, draft, {
    done: 'people.rules.saved',
    variables: (form, at) => ({ input: { ...form, revision: at } }),
    tell: (form) => [
      { label: t('people.rules.registration'), text: t(`people.rules.${form.registration}`) },
      { label: t('people.rules.domain_list'), text: form.domains.join(', ') },
      tell.onOff(t('people.rules.passwords'), form.passwords),
      { label: t('people.rules.days'), text: String(form.sessionDays) },
      { label: t('people.rules.factor'), text: t(`people.rules.factor.${form.secondFactor}`) },
      { label: t('people.rules.idle'), text: String(form.idleMonths ?? t('people.rules.never')) },
    ],
  });
  return (
    <Screen title={t('people.rules.title')} description={t('people.rules.description')} width="narrow">
      {notice}
      <Radio.Group
        label={t('people.rules.registration')}
        value={value.registration}
        onChange={(registration) => draft.set({ registration })}
      >
        <Stack gap="sm" mt="xs">
          {WAYS.map((way) => (
            <Radio key={way} value={way} label={t(`people.rules.${way}`)} description={t(`people.rules.${way}.help`)} />
          ))}
        </Stack>
      </Radio.Group>
      {value.registration === 'domains' && (
        <TagsInput
          label={t('people.rules.domain_list')}
          description={t('people.rules.domain_list.help')}
          value={value.domains}
          onChange={(domains) => draft.set({ domains: domains.map((one) => one.toLowerCase().replace(/^@/, '')) })}
          error={troubleOf(trouble, 'domains')}
          maxTags={50}
        />
      )}
      <Switch
        label={t('people.rules.passwords')}
        description={t('people.rules.passwords.help')}
        checked={value.passwords}
        onChange={(event) => draft.set({ passwords: event.currentTarget.checked })}
      />
      <Radio.Group
        label={t('people.rules.factor')}
        description={t('people.rules.factor.help')}
        value={value.secondFactor}
        onChange={(secondFactor) => draft.set({ secondFactor })}
      >
        <Stack gap="sm" mt="xs">
          {['voluntary', 'staff'].map((way) => (
            <Radio
              key={way}
              value={way}
              label={t(`people.rules.factor.${way}`)}
              description={t(`people.rules.factor.${way}.help`)}
            />
          ))}
        </Stack>
        {trouble?.code === 'factor_first' && (
          <Anchor href="/me/security/second-factor" target="_blank" size="sm" mt="xs" display="inline-block">
            {t('people.rules.factor.mine')}
          </Anchor>
        )}
      </Radio.Group>
      <NumberInput
        label={t('people.rules.days')}
        description={t('people.rules.days.help')}
        value={value.sessionDays}
        onChange={(days) => typeof days === 'number' && draft.set({ sessionDays: days })}
        min={1}
        max={90}
        allowDecimal={false}
        maw="16rem"
      />
      <NumberInput
        label={t('people.rules.idle')}
        description={t('people.rules.idle.help')}
        placeholder={t('people.rules.never')}
        value={value.idleMonths ?? ''}
        onChange={(months) => draft.set({ idleMonths: typeof months === 'number' ? months : null })}
        min={6}
        max={60}
        allowDecimal={false}
        maw="16rem"
      />
      <SaveBar draft={draft} save={save} busy={busy} />
    </Screen>
  );
}
