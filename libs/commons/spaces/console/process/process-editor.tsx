import type { ComponentType, ReactNode } from 'react';
import { Badge, Group, Tabs, Text } from '@mantine/core';
import { later, Loading, Screen, TroubleNotice, useAsk, useParams, useSearch, useT } from '@madang/console';
import { useTexts } from '../words.js';
import { ReadProcess } from './operations.js';
import type { Whole } from './types.js';

const TABS = ['texts', 'phases', 'grid', 'publish'] as const;
const PARTS: Record<(typeof TABS)[number], ComponentType<{ process: Whole }>> = {
  texts: later(() => import('./texts-tab.js').then((tab) => tab.TextsTab)),
  phases: later(() => import('./phases-tab.js').then((tab) => tab.PhasesTab)),
  grid: later(() => import('./grid-tab.js').then((tab) => tab.GridTab)),
  publish: later(() => import('./publish-tab.js').then((tab) => tab.PublishTab)),
};

/** One process: its texts, its phases, what is open when, and publishing. */
export function Panel(): ReactNode {
  const t = useT();
  const texts = useTexts();
  const { id = '' } = useParams();
  const [query, change] = useSearch();
  const asked = useAsk(ReadProcess, { id });
  const process = asked.data?.manageProcess;
  const tab = TABS.find((one) => one === query['tab']) ?? 'phases';
  const Part = PARTS[tab];
  if (!process)
    return (
      <Screen title={t('spaces.process.title')} back={{ to: '/processes' }}>
        {asked.error ? <TroubleNotice trouble={asked.error} again={() => asked.refetch()} /> : <Loading />}
      </Screen>
    );
  const today = process.seen.find((one) => one.phaseId === null);
  return (
    <Screen
      title={texts(process.title)}
      back={{ to: '/processes', label: t('spaces.processes.title') }}
      description={
        <Group gap="sm">
          <Badge variant="dot" tt="none" color={process.state === 'open' ? 'teal' : 'gray'}>
            {t(`spaces.state.${process.state}`)}
          </Badge>
          <Text span size="sm">
            {texts(process.spaceName)} · {t('spaces.sees.lead')} {texts(today?.text)}
          </Text>
        </Group>
      }
    >
      <Tabs value={tab} onChange={(next) => change({ tab: next ?? undefined })} keepMounted={false}>
        <Tabs.List mb="lg" aria-label={t('spaces.process.parts')}>
          {TABS.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`spaces.tab.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab}>
          <Part key={tab} process={process} />
        </Tabs.Panel>
      </Tabs>
    </Screen>
  );
}
