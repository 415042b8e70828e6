import { useState, type ReactNode } from 'react';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { Empty, graphql, Loading, TroubleNotice, useAct, useAsk, useSession, useT, When } from '@madang/console';
import { SitePreview } from '../preview.js';
import { Tag } from '../tag.js';
import { edited, sent } from './blocks.js';

const Versions = graphql(`
  query HomeVersions {
    homeVersions {
      version
      json
      createdAt
      createdBy
      current
    }
  }
`);
const Compare = graphql(`
  query CompareHome($from: Int!, $to: Int!, $locale: String!) {
    compareHome(from: $from, to: $to, locale: $locale) {
      stretches {
        kind
        text
      }
    }
  }
`);
const RollBack = graphql(`
  mutation RollBackHome($version: Int!, $revision: String) {
    rollBackHome(version: $version, revision: $revision) {
      changed
    }
  }
`);

/** What the first page was made of each time it was published, what changed, how it looked, and the way back. */
export function HomeVersions(props: { revision: string; dirty: boolean; close: () => void }): ReactNode {
  const t = useT();
  const asked = useAsk(Versions, {});
  const [shown, setShown] = useState<{ version: number; as: 'changes' | 'preview' }>();
  const back = useAct(RollBack, {
    done: 'site.home.versions.back.done',
    refresh: ['HomeVersions', 'HomeToEdit', 'PreviewOfSite'],
  });
  const versions = asked.data?.homeVersions ?? [];
  const show = (version: number, as: 'changes' | 'preview'): void =>
    setShown(shown?.version === version && shown.as === as ? undefined : { version, as });
  return (
    <Modal opened onClose={props.close} title={t('site.home.versions')} size="80rem">
      <Stack>
        <TroubleNotice trouble={asked.error} again={asked.refetch} />
        {asked.isLoading && <Loading />}
        {asked.data && versions.length === 0 && (
          <Empty icon="history" title={t('site.home.versions.none')} text={t('site.home.versions.none.text')} />
        )}
        {props.dirty && versions.length > 0 && <Text size="sm">{t('site.home.versions.dirty')}</Text>}
        {versions.map((one, index) => {
          const older = versions[index + 1];
          const open = shown?.version === one.version ? shown.as : undefined;
          return (
            <Stack
              key={one.version}
              gap="xs"
              role="group"
              aria-label={t('site.home.versions.one', { version: one.version })}
            >
              <Group justify="space-between">
                <Group gap="sm">
                  <Text fw={700}>{t('site.home.versions.one', { version: one.version })}</Text>
                  {one.current && <Tag tone="ok">{t('site.home.versions.current')}</Tag>}
                  <Text size="sm" c="dimmed">
                    <When at={one.createdAt} exact /> {one.createdBy && `· ${one.createdBy}`}
                  </Text>
                </Group>
                <Group gap="xs">
                  {older && (
                    <Button
                      size="compact-md"
                      variant="subtle"
                      aria-expanded={open === 'changes'}
                      onClick={() => show(one.version, 'changes')}
                    >
                      {t('site.page.changes')}
                    </Button>
                  )}
                  <Button
                    size="compact-md"
                    variant="subtle"
                    aria-expanded={open === 'preview'}
                    onClick={() => show(one.version, 'preview')}
                  >
                    {t('site.home.versions.look')}
                  </Button>
                  {!one.current && (
                    <Button
                      size="compact-md"
                      variant="default"
                      disabled={props.dirty}
                      title={props.dirty ? t('site.home.versions.dirty') : undefined}
                      loading={back.busy}
                      onClick={() => void back.run({ version: one.version, revision: props.revision })}
                    >
                      {t('site.home.versions.back')}
                    </Button>
                  )}
                </Group>
              </Group>
              {open === 'changes' && older && <Changes from={older.version} to={one.version} />}
              {open === 'preview' && (
                <SitePreview unsaved={{ path: '/', blocks: sent(edited(one.json)) }} sticky={false} />
              )}
            </Stack>
          );
        })}
      </Stack>
    </Modal>
  );
}

function Changes({ from, to }: { from: number; to: number }): ReactNode {
  const t = useT();
  const { site } = useSession();
  const asked = useAsk(Compare, { from, to, locale: site.locale });
  if (asked.error) return <TroubleNotice trouble={asked.error} again={asked.refetch} />;
  if (!asked.data) return <Loading />;
  const changed = asked.data.compareHome.filter(({ stretches }) => stretches.some(({ kind }) => kind !== 'same'));
  return (
    <Stack gap="xs" role="region" aria-label={t('site.page.changes')}>
      {changed.length === 0 && <Text size="sm">{t('site.home.versions.order')}</Text>}
      {changed.map(({ stretches }, index) => (
        <p key={index} className="site-said">
          {stretches.map(({ kind, text }, at) => {
            const words = named(t, text);
            if (kind === 'same') return words;
            return kind === 'added' ? (
              <ins key={at} className="site-added">
                {words}
              </ins>
            ) : (
              <del key={at} className="site-removed">
                {words}
              </del>
            );
          })}
        </p>
      ))}
    </Stack>
  );
}

/** A paragraph `#hero` is the beginning of a block: its kind in words. */
function named(t: ReturnType<typeof useT>, text: string): string {
  const [, type, hidden] = /^#([a-z]+)( -)?$/.exec(text) ?? [];
  if (!type) return text;
  return `${t('site.home.versions.block', { name: t(`site.block.${type}`) })}${hidden ? ` (${t('site.home.hidden')})` : ''}`;
}
