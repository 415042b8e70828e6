import { useState, type ReactNode } from 'react';
import { Badge, Button, Group, Modal, Select, Stack, Textarea, TextInput } from '@mantine/core';
import {
  DataTable,
  operatorGraphql,
  Screen,
  TroubleNotice,
  troubleOf,
  useAct,
  useAsk,
  useMay,
  useT,
  useWords,
  When,
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

/** A moment as a field of the browser writes it, in the time of this device. */
const local = (at: Date): string => new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

/** Words to all tenants' consoles. */
export function Panel(): ReactNode {
  const t = useT();
  const { locale } = useWords();
  const may = useMay();
  const asked = useAsk(Announcements);
  const [edited, setEdited] = useState<Edited>();
  const withdraw = useAct(Withdraw, { done: 'operators.news.withdrawn' });
  const allowed = may('manage', 'Announcement');
  return (
    <Screen
      title={t('operators.news')}
      description={t('operators.news.text')}
      actions={
        <Button disabled={!allowed} onClick={() => setEdited({})}>
          {t('operators.news.new')}
        </Button>
      }
    >
      <DataTable
        id="operator-announcements"
        label={t('operators.news')}
        columns={[
          {
            id: 'text',
            label: t('operators.news.words'),
            render: (row) => (locale === 'en' ? row.textEn : row.textKo),
          },
          {
            id: 'severity',
            label: t('operators.news.severity'),
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
          { id: 'from', label: t('operators.news.from'), render: (row) => <When at={row.fromAt} exact /> },
          { id: 'until', label: t('operators.news.until'), render: (row) => <When at={row.untilAt} exact /> },
          {
            id: 'acts',
            label: t('operators.acts'),
            render: (row) => (
              <Group gap="xs" wrap="nowrap">
                <Button size="compact-sm" variant="default" disabled={!allowed} onClick={() => setEdited(row)}>
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
        ]}
        asked={asked}
        rows={asked.data?.announcements}
        keyOf={(row) => row.id}
        empty={{ icon: 'news', title: t('operators.news.empty'), text: t('operators.news.empty.text') }}
      />
      {edited && <Edit key={edited.id ?? 'new'} edited={edited} close={() => setEdited(undefined)} />}
    </Screen>
  );
}

function Edit({ edited, close }: { edited: Edited; close: () => void }): ReactNode {
  const t = useT();
  const act = useAct(Save, { quiet: true, done: 'operators.news.saved' });
  const [textKo, setTextKo] = useState(edited.textKo ?? '');
  const [textEn, setTextEn] = useState(edited.textEn ?? '');
  const [severity, setSeverity] = useState(edited.severity ?? 'info');
  const [from, setFrom] = useState(local(edited.fromAt ? new Date(edited.fromAt) : new Date()));
  const [until, setUntil] = useState(
    local(edited.untilAt ? new Date(edited.untilAt) : new Date(Date.now() + 86_400_000)),
  );
  return (
    <Modal opened onClose={close} title={t(edited.id ? 'operators.news.edit' : 'operators.news.new')} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const input = {
            ...(edited.id ? { id: edited.id, revision: edited.revision } : {}),
            textKo,
            textEn,
            severity,
            fromAt: new Date(from).toISOString(),
            untilAt: new Date(until).toISOString(),
          };
          void act.run({ input }).then((done) => done && close());
        }}
      >
        <Stack>
          <Textarea
            label={t('operators.news.ko')}
            required
            autosize
            maxLength={300}
            value={textKo}
            onChange={(event) => setTextKo(event.currentTarget.value)}
            data-autofocus
          />
          <Textarea
            label={t('operators.news.en')}
            required
            autosize
            maxLength={300}
            value={textEn}
            onChange={(event) => setTextEn(event.currentTarget.value)}
          />
          <Select
            label={t('operators.news.severity')}
            data={['info', 'warning', 'urgent'].map((value) => ({ value, label: t(`operators.news.${value}`) }))}
            value={severity}
            allowDeselect={false}
            onChange={(value) => value && setSeverity(value)}
          />
          <Group grow align="flex-start">
            <TextInput
              label={t('operators.news.from')}
              type="datetime-local"
              required
              value={from}
              onChange={(event) => setFrom(event.currentTarget.value)}
            />
            <TextInput
              label={t('operators.news.until')}
              type="datetime-local"
              required
              value={until}
              error={troubleOf(act.trouble, 'untilAt')}
              onChange={(event) => setUntil(event.currentTarget.value)}
            />
          </Group>
          <TroubleNotice trouble={act.trouble} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('console.cancel')}
            </Button>
            <Button type="submit" loading={act.busy}>
              {t('console.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
