import { useMemo, useState, type ReactNode } from 'react';
import { Badge, Button, Group, Select, Textarea, TextInput } from '@mantine/core';
import {
  DataTable,
  DraftDialog,
  listTools,
  operatorGraphql,
  Screen,
  troubleOf,
  useAct,
  useAsk,
  useDraft,
  useMay,
  useSave,
  useT,
  useWhole,
  useWords,
  When,
  type Column,
} from '@madang/console';

const Announcements = operatorGraphql(`
  query OperatorAnnouncements {
    announcements {
      id
      textKo
      textEn
      severity
      fromAt
      untilAt
      revision
    }
  }
`);
const Save = operatorGraphql(`
  mutation OperatorSaveAnnouncement($input: AnnouncementInput!) {
    saveAnnouncement(input: $input) {
      id
    }
  }
`);
const Withdraw = operatorGraphql(`
  mutation OperatorWithdrawAnnouncement($id: ID!) {
    withdrawAnnouncement(id: $id)
  }
`);

interface Edited {
  id?: string;
  textKo?: string;
  textEn?: string;
  severity?: string;
  fromAt?: string;
  untilAt?: string;
  revision?: number;
}

const NEW: Edited = {};

/** A moment as a field of the browser writes it, in the time of this device. */
const local = (at: Date): string => new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

/** Words to all tenants' consoles. */
export function Panel(): ReactNode {
  const t = useT();
  const { locale } = useWords();
  const may = useMay();
  const asked = useAsk(Announcements);
  const [editing, setEditing] = useState<string>();
  const withdraw = useAct(Withdraw, { done: 'operators.news.withdrawn' });
  const allowed = may('manage', 'Announcement');
  const columns: Column<NonNullable<typeof asked.data>['announcements'][number]>[] = [
    {
      id: 'text',
      label: t('operators.news.words'),
      value: (row) => (locale === 'en' ? row.textEn : row.textKo),
      render: (row) => (locale === 'en' ? row.textEn : row.textKo),
    },
    {
      id: 'severity',
      label: t('operators.news.severity'),
      sortable: true,
      value: (row) => t(`operators.news.${row.severity}`),
      render: (row) => (
        <Badge
          variant="dot"
          tt="none"
          color={row.severity === 'urgent' ? 'red' : row.severity === 'warning' ? 'orange' : 'blue'}
        >
          {t(`operators.news.${row.severity}`)}
        </Badge>
      ),
    },
    {
      id: 'fromAt',
      label: t('operators.news.from'),
      sortable: true,
      value: (row) => new Date(row.fromAt),
      render: (row) => <When at={row.fromAt} exact />,
    },
    {
      id: 'untilAt',
      label: t('operators.news.until'),
      sortable: true,
      value: (row) => new Date(row.untilAt),
      render: (row) => <When at={row.untilAt} exact />,
    },
    {
      id: 'acts',
      label: t('operators.acts'),
      render: (row) => (
        <Group gap="xs" wrap="nowrap">
          <Button size="compact-sm" variant="default" disabled={!allowed} onClick={() => setEditing(row.id)}>
            {t('operators.news.edit')}
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            color="red"
            disabled={!allowed}
            onClick={() => void withdraw.run({ id: row.id })}
          >
            {t('operators.news.withdraw')}
          </Button>
        </Group>
      ),
    },
  ];
  const rows = useWhole(asked.data?.announcements, columns);
  return (
    <Screen
      title={t('operators.news')}
      description={t('operators.news.text')}
      actions={
        <Button disabled={!allowed} onClick={() => setEditing('new')}>
          {t('operators.news.new')}
        </Button>
      }
    >
      <DataTable
        id="announcements"
        label={t('operators.news')}
        columns={columns}
        searchable
        tools={listTools('announcements', { rows: rows ?? [] })}
        asked={asked}
        rows={rows}
        keyOf={(row) => row.id}
        empty={{ icon: 'news', title: t('operators.news.empty'), text: t('operators.news.empty.text') }}
      />
      {editing && (
        <Edit
          key={editing}
          edited={asked.data?.announcements.find((one) => one.id === editing) ?? NEW}
          close={() => setEditing(undefined)}
        />
      )}
    </Screen>
  );
}

function Edit({ edited, close }: { edited: Edited; close: () => void }): ReactNode {
  const t = useT();
  const saved = useMemo(
    () => ({
      textKo: edited.textKo ?? '',
      textEn: edited.textEn ?? '',
      severity: edited.severity ?? 'info',
      from: local(edited.fromAt ? new Date(edited.fromAt) : new Date()),
      until: local(edited.untilAt ? new Date(edited.untilAt) : new Date(Date.now() + 86_400_000)),
    }),
    [edited],
  );
  const draft = useDraft(saved, { key: `announcement-${edited.id ?? 'new'}`, revision: edited.revision });
  const { value, set } = draft;
  const saving = useSave(Save, draft, {
    done: 'operators.news.saved',
    variables: ({ from, until, ...fields }, revision) => ({
      input: {
        ...(edited.id ? { id: edited.id, revision } : {}),
        ...fields,
        fromAt: new Date(from).toISOString(),
        untilAt: new Date(until).toISOString(),
      },
    }),
    tell: (fields) => [
      { label: t('operators.news.ko'), text: fields.textKo },
      { label: t('operators.news.en'), text: fields.textEn },
      { label: t('operators.news.severity'), text: t(`operators.news.${fields.severity}`) },
      { label: t('operators.news.from'), text: fields.from.replace('T', ' ') },
      { label: t('operators.news.until'), text: fields.until.replace('T', ' ') },
    ],
    after: close,
  });
  return (
    <DraftDialog
      title={t(edited.id ? 'operators.news.edit' : 'operators.news.new')}
      draft={draft}
      saving={saving}
      close={close}
    >
      <Textarea
        label={t('operators.news.ko')}
        required
        autosize
        maxLength={300}
        value={value.textKo}
        onChange={(event) => set({ textKo: event.currentTarget.value })}
        data-autofocus
      />
      <Textarea
        label={t('operators.news.en')}
        required
        autosize
        maxLength={300}
        value={value.textEn}
        onChange={(event) => set({ textEn: event.currentTarget.value })}
      />
      <Select
        label={t('operators.news.severity')}
        data={['info', 'warning', 'urgent'].map((one) => ({ value: one, label: t(`operators.news.${one}`) }))}
        value={value.severity}
        allowDeselect={false}
        onChange={(severity) => severity && set({ severity })}
      />
      <Group grow align="flex-start">
        <TextInput
          label={t('operators.news.from')}
          type="datetime-local"
          required
          value={value.from}
          onChange={(event) => set({ from: event.currentTarget.value })}
        />
        <TextInput
          label={t('operators.news.until')}
          type="datetime-local"
          required
          value={value.until}
          error={troubleOf(saving.trouble, 'untilAt')}
          onChange={(event) => set({ until: event.currentTarget.value })}
        />
      </Group>
    </DraftDialog>
  );
}
