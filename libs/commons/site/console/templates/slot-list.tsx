import type { ReactNode } from 'react';
import { Group } from '@mantine/core';
import {
  DataTable,
  languageName,
  listTools,
  Screen,
  useAsk,
  useFeature,
  useMany,
  useT,
  useView,
  useWhole,
  type Column,
} from '@madang/console';
import { Tag } from '../tag.js';
import { inAddress, Publish, Reset, Slots } from './api.js';

interface Row {
  slot: string;
  locale: string;
  label: string;
  published?: number | null;
  draft?: number | null;
  moved: boolean;
  trouble?: string | null;
}

/** Places an organisation may fill itself: which are, and which need a look. */
export function SlotList(props: { kind: 'page' | 'mail'; title: string; text: string }): ReactNode {
  const t = useT();
  const [view] = useView();
  const asked = useAsk(Slots, { kind: props.kind });
  const nameOf = (row: Row): string => row.label || t(`site.slot.${row.slot}`);
  const filtered = asked.data?.ownSlots.filter(
    (row) =>
      (view.filters['state'] !== 'own' || row.published || row.draft) &&
      (view.filters['state'] !== 'look' || row.moved || row.trouble),
  );
  const languageOf = (row: Row): string => (row.locale ? languageName(row.locale) : t('site.slot.all_languages'));
  const states = (row: Row): string[] => [
    t(row.published ? 'site.slot.own' : 'site.slot.original'),
    ...(row.draft ? [t('site.pages.draft')] : []),
    ...(row.moved ? [t('site.slot.moved')] : []),
    ...(row.trouble ? [t('site.slot.trouble')] : []),
  ];
  const feature = useFeature(props.kind === 'mail' ? 'mail_texts' : 'own_templates');
  const chosen = {
    asks: 'sure' as const,
    variables: ({ slot, locale }: Row) => ({ place: { slot, locale } }),
    name: nameOf,
  };
  const publish = useMany(Publish, {
    ...chosen,
    label: t('site.pages.publish_drafts'),
    icon: 'check',
    unless: ({ draft }) => feature.why ?? (draft ? undefined : t('site.pages.no_draft')),
    done: 'site.slot.published_many',
  });
  const reset = useMany(Reset, {
    ...chosen,
    label: t('site.slot.reset_many'),
    danger: true,
    unless: ({ published }) => (published ? undefined : t('site.slot.original')),
    hint: t('site.slot.reset_many.hint'),
    done: 'site.slot.were_reset',
  });
  const columns: Column<Row>[] = [
    { id: 'name', label: t('site.slot.name'), sortable: true, value: nameOf, render: nameOf },
    { id: 'language', label: t('site.slot.language'), sortable: true, value: languageOf, render: languageOf },
    {
      id: 'state',
      label: t('site.slot.state'),
      sortable: true,
      value: (row) => states(row).join(', '),
      render: (row) => (
        <Group gap={6}>
          <Tag tone={row.published ? 'ok' : 'plain'}>{t(row.published ? 'site.slot.own' : 'site.slot.original')}</Tag>
          {row.draft && <Tag tone="wait">{t('site.pages.draft')}</Tag>}
          {row.moved && <Tag tone="wait">{t('site.slot.moved')}</Tag>}
          {row.trouble && <Tag tone="bad">{t('site.slot.trouble')}</Tag>}
        </Group>
      ),
    },
    { id: 'slot', label: t('site.slot.code'), value: (row) => row.slot, render: (row) => row.slot, hidden: true },
  ];
  const rows = useWhole(filtered, columns);
  return (
    <Screen title={props.title} description={props.text}>
      {publish.shown}
      {reset.shown}
      <DataTable
        id={`slots-${props.kind}`}
        label={props.title}
        columns={columns}
        asked={asked}
        rows={rows}
        bulk={[publish.act, reset.act]}
        tools={listTools(`slots-${props.kind}`, { rows: rows ?? [] })}
        keyOf={(row) => `${row.slot} ${row.locale}`}
        leads={(row) =>
          `/look/${props.kind === 'mail' ? 'mails' : 'templates'}/${inAddress(row.slot)}${row.locale ? `?locale=${row.locale}` : ''}`
        }
        searchable
        filters={[
          {
            id: 'state',
            label: t('site.slot.state'),
            kind: 'choice',
            options: [
              { value: 'own', label: t('site.slot.only_own') },
              { value: 'look', label: t('site.slot.only_look') },
            ],
          },
        ]}
        empty={{ icon: 'template', title: t('site.slot.none') }}
      />
    </Screen>
  );
}
