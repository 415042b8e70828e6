import { useState, type ReactNode } from 'react';
import { Button, ColorInput, Group, Radio, Stack, Stepper, Text, TextInput } from '@mantine/core';
import { operatorGraphql, Screen, TroubleNotice, troubleOf, useAct, useAsk, useT } from '@madang/console';
import { PlacementSelect } from './placement-select.js';
import { StepLog } from './step-log.js';

const Choices = operatorGraphql(`
  query OperatorChoices {
    choices {
      presets
      baseDomain
      spares
    }
  }
`);
const Provision = operatorGraphql(`
  mutation OperatorProvision($input: ProvisionInput!) {
    provisionTenant(input: $input)
  }
`);

const SLUG = /^[a-z][a-z0-9-]{1,38}[a-z0-9]$/;

/** Name → host → preset → look → owner, then the steps as they happen. */
export function Panel(): ReactNode {
  const t = useT();
  const choices = useAsk(Choices).data?.choices;
  const act = useAct(Provision, { quiet: true, refresh: ['OperatorTenants', 'OperatorOperations'] });
  const [step, setStep] = useState(0);
  const [started, setStarted] = useState<string>();
  const [input, setInput] = useState({
    slug: '',
    name: '',
    nameEn: '',
    host: '',
    preset: 'district',
    brand: '#14613b',
    ownerEmail: '',
    placement: 'main',
  });
  const set = (name: keyof typeof input) => (value: string) => setInput((before) => ({ ...before, [name]: value }));
  const field = (name: keyof typeof input) => ({
    value: input[name],
    error: troubleOf(act.trouble, name),
    onChange: (event: { currentTarget: { value: string } }) => set(name)(event.currentTarget.value),
  });
  const ready = [
    input.name.trim() !== '' && SLUG.test(input.slug),
    true,
    true,
    /^#[0-9a-f]{6}$/i.test(input.brand),
    true,
  ];
  const run = async (): Promise<void> => {
    const { nameEn, host, ownerEmail, ...rest } = input;
    const done = await act.run({
      input: {
        ...rest,
        ...(nameEn ? { nameEn } : {}),
        ...(host ? { host } : {}),
        ...(ownerEmail ? { ownerEmail } : {}),
      },
    });
    if (done) setStarted(done.provisionTenant);
  };
  if (started)
    return (
      <Screen title={t('operators.provision')} back={{ to: '/', label: t('operators.tenants') }} width="narrow">
        <StepLog id={started} />
        <Group>
          <Button
            variant="default"
            onClick={() => {
              setStarted(undefined);
              setStep(0);
              setInput((before) => ({ ...before, slug: '', name: '', nameEn: '', host: '', ownerEmail: '' }));
            }}
          >
            {t('operators.provision.another')}
          </Button>
        </Group>
      </Screen>
    );
  return (
    <Screen
      title={t('operators.provision')}
      description={
        choices &&
        t(choices.spares > 0 ? 'operators.provision.quick' : 'operators.provision.slow', { count: choices.spares })
      }
      back={{ to: '/', label: t('operators.tenants') }}
      width="narrow"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (step < 4) setStep(step + 1);
          else void run();
        }}
      >
        <Stack>
          <Stepper active={step} onStepClick={setStep} size="sm" orientation="horizontal" className="console-stepper">
            <Stepper.Step label={t('operators.provision.name')}>
              <Stack mt="md">
                <TextInput
                  label={t('operators.provision.name_ko')}
                  required
                  maxLength={60}
                  data-autofocus
                  {...field('name')}
                />
                <TextInput label={t('operators.provision.name_en')} maxLength={60} {...field('nameEn')} />
                <TextInput
                  label={t('operators.provision.slug')}
                  description={t('operators.provision.slug.text', {
                    address: `${input.slug || 'maple'}.${choices?.baseDomain ?? ''}`,
                  })}
                  required
                  pattern="[a-z][a-z0-9\-]{1,38}[a-z0-9]"
                  autoCapitalize="off"
                  spellCheck={false}
                  {...field('slug')}
                />
              </Stack>
            </Stepper.Step>
            <Stepper.Step label={t('operators.provision.host')}>
              <Stack mt="md">
                <TextInput
                  label={t('operators.provision.host_own')}
                  description={t('operators.provision.host.text')}
                  placeholder="www.example.org"
                  {...field('host')}
                />
                <PlacementSelect value={input.placement} choose={set('placement')} />
              </Stack>
            </Stepper.Step>
            <Stepper.Step label={t('operators.provision.preset')}>
              <Radio.Group
                mt="md"
                label={t('operators.provision.preset.text')}
                value={input.preset}
                onChange={set('preset')}
              >
                <Stack mt="xs" gap="sm">
                  {(choices?.presets ?? []).map((preset) => (
                    <Radio
                      key={preset}
                      value={preset}
                      label={t(`operators.preset.${preset}`)}
                      description={t(`operators.preset.${preset}.text`)}
                    />
                  ))}
                </Stack>
              </Radio.Group>
            </Stepper.Step>
            <Stepper.Step label={t('operators.provision.look')}>
              <ColorInput
                mt="md"
                label={t('operators.provision.brand')}
                description={t('operators.provision.brand.text')}
                format="hex"
                value={input.brand}
                onChange={set('brand')}
                swatches={['#14613b', '#0a5c8a', '#7a2f6f', '#a63d1f', '#3d4c9a', '#5b5b1f']}
              />
            </Stepper.Step>
            <Stepper.Step label={t('operators.provision.owner')}>
              <TextInput
                mt="md"
                label={t('operators.provision.owner_email')}
                description={t('operators.provision.owner.text')}
                type="email"
                {...field('ownerEmail')}
              />
            </Stepper.Step>
          </Stepper>
          <TroubleNotice trouble={act.trouble} />
          {!ready[step] && (
            <Text size="sm" c="dimmed">
              {t('operators.provision.missing')}
            </Text>
          )}
          <Group justify="space-between">
            <Button variant="default" disabled={step === 0} onClick={() => setStep(step - 1)}>
              {t('operators.provision.before')}
            </Button>
            <Button type="submit" disabled={!ready[step]} loading={act.busy}>
              {t(step < 4 ? 'operators.provision.next' : 'operators.provision.go')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Screen>
  );
}
