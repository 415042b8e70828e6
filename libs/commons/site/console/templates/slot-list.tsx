import type { ReactNode } from 'react';
import { Group } from '@mantine/core';
import { DataTable, languageName, Screen, useAsk, useT, useView, type Column } from '@madang/console';
import { Tag } from '../tag.js';
import { inAddress, Slots } from './api.js';

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
  const words = view.words.toLowerCase();
  const rows = asked.data?.ownSlots.filter(
    (row) =>
      (words === '' || `${nameOf(row)} ${row.slot}`.toLowerCase().includes(words)) &&
      (view.filters['state'] !== 'own' || row.published || row.draft) &&
      (view.filters['state'] !== 'look' || row.moved || row.trouble),
  );
  const columns: Column<Row>[] = [
    { id: 'name', label: t('site.slot.name'), render: nameOf },
    {
      id: 'language',
      label: t('site.slot.language'),
      render: (row) => (row.locale ? languageName(row.locale) : t('site.slot.all_languages')),
    },
    {
      id: 'state',
      label: t('site.slot.state'),
      render: (row) => (
        <Group gap={6}>
          <Tag tone={row.published ? 'ok' : 'plain'}>{t(row.published ? 'site.slot.own' : 'site.slot.original')}</Tag>
          {row.draft && <Tag tone="wait">{t('site.pages.draft')}</Tag>}
          {row.moved && <Tag tone="wait">{t('site.slot.moved')}</Tag>}
          {row.trouble && <Tag tone="bad">{t('site.slot.trouble')}</Tag>}
        </Group>
      ),
    },
    { id: 'slot', label: t('site.slot.code'), render: (row) => row.slot, hidden: true },
  ];
  return (
    <Screen title={props.title} description={props.text}>
      <DataTable
        id={`slots-${props.kind}`}
        label={props.title}
        columns={columns}
        asked={asked}
        rows={rows}
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
