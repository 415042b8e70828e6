import type { ReactNode } from 'react';
import { Box, Button, Group, Loader, Paper, Stack, Stepper, Text, Title } from '@mantine/core';
import { LinkTo, Screen, TroubleNotice, useAsk, useSearch, useSession, useT } from '@madang/console';
import { ReadSetup } from './setup-operations.js';
import { InviteStep, PublishStep } from './setup-last-steps.js';
import { LookStep, PresetStep, ProcessStep, SpacesStep, WordsStep } from './setup-steps.js';
import type { AnswerOf } from './process/types.js';

export type Setup = AnswerOf<typeof ReadSetup>;
/** What a step gets: what is there, and how to go on once it has saved. */
export interface StepProps {
  setup: Setup;
  next: () => void;
}

const STEPS = ['preset', 'words', 'look', 'spaces', 'process', 'invite', 'publish'] as const;
type Step = (typeof STEPS)[number];
const PARTS: Record<Step, (props: StepProps) => ReactNode> = {
  preset: PresetStep,
  words: WordsStep,
  look: LookStep,
  spaces: SpacesStep,
  process: ProcessStep,
  invite: InviteStep,
  publish: PublishStep,
};

/**
 * The first run: seven steps from an empty site to a published process. Every step saves by itself; one may leave at any
 * time and comes back to where one was, skip a step or go back.
 */
export function Panel(): ReactNode {
  const t = useT();
  const { site } = useSession();
  const [query, change] = useSearch();
  const asked = useAsk(ReadSetup);
  const place = `madang-setup ${site.url}`;
  const step = STEPS.find((one) => one === (query['step'] ?? localStorage.getItem(place))) ?? 'preset';
  const at = STEPS.indexOf(step);
  const go = (to: number): void => {
    const next = STEPS[Math.min(Math.max(0, to), STEPS.length - 1)]!;
    localStorage.setItem(place, next);
    change({ step: next });
    document.getElementById('screen-title')?.focus();
  };
  const Part = PARTS[step];
  return (
    <Screen title={t('spaces.setup.title')} description={t('spaces.setup.text')} width="narrow">
      <Box visibleFrom="sm">
        <Stepper active={at} onStepClick={go} size="xs" iconSize={28} aria-label={t('spaces.setup.steps')}>
          {STEPS.map((one) => (
            <Stepper.Step key={one} label={t(`spaces.setup.${one}`)} />
          ))}
        </Stepper>
      </Box>
      <Text hiddenFrom="sm" size="sm" c="dimmed">
        {t('spaces.setup.where', { step: at + 1, of: STEPS.length })}
      </Text>
      <Paper withBorder p="lg">
        <Stack>
          <Title order={2} size="h3">
            {t(`spaces.setup.${step}_title`)}
          </Title>
          <Text c="dimmed">{t(`spaces.setup.${step}_text`)}</Text>
          {asked.error && <TroubleNotice trouble={asked.error} again={() => asked.refetch()} />}
          {asked.data ? (
            <Part key={step} setup={asked.data} next={() => go(at + 1)} />
          ) : (
            <Loader size="sm" type="dots" />
          )}
        </Stack>
      </Paper>
      <Group justify="space-between">
        <Button variant="default" disabled={at === 0} onClick={() => go(at - 1)}>
          {t('spaces.setup.back')}
        </Button>
        <Group gap="sm">
          <Button component={LinkTo} to="/" variant="subtle">
            {t('spaces.setup.later')}
          </Button>
          {at < STEPS.length - 1 && (
            <Button variant="default" onClick={() => go(at + 1)}>
              {t('spaces.setup.skip')}
            </Button>
          )}
        </Group>
      </Group>
    </Screen>
  );
}
