import { useState, type ReactNode } from 'react';
import { Button, Group, List, Modal, Select, Stack, Text } from '@mantine/core';
import {
  Loading,
  operatorGraphql,
  TroubleNotice,
  TypeToConfirm,
  useAct,
  useAsk,
  useT,
  useWords,
} from '@madang/console';
import { StepLog } from './step-log.js';

const Preview = operatorGraphql(`
  query OperatorBulkPreview($input: BulkTenantsInput!) {
    bulkPreview(input: $input) {
      slug
      name
      able
      why
    }
  }
`);
const Run = operatorGraphql(`
  mutation OperatorBulk($input: BulkTenantsInput!) {
    bulkTenants(input: $input)
  }
`);
const Choices = operatorGraphql(`
  query OperatorBulkChoices {
    choices {
      placements
    }
    plans {
      id
      nameKo
      nameEn
      active
    }
  }
`);

/** What can be done to many organisations. */
export type BulkAct = 'suspend' | 'resume' | 'measure' | 'export' | 'plan' | 'move';

/** What people notice at once is typed, as for a single one. */
const TYPED: readonly BulkAct[] = ['suspend', 'move'];

/** One act on the chosen organisations: names whom it is for and whom not, then shows how it goes, row by row. */
export function BulkDialog(props: {
  act: BulkAct;
  slugs: readonly string[];
  close: () => void;
  /** Called when everything was tried. */
  ended: () => void;
}): ReactNode {
  const { act, close } = props;
  const t = useT();
  const needs = act === 'plan' || act === 'move';
  const [to, setTo] = useState<string | null>(null);
  const [operation, setOperation] = useState<string>();
  const input = { act, slugs: [...props.slugs], ...(needs && to ? { to } : {}) };
  const asked = useAsk(Preview, { input }, { enabled: !operation && (!needs || to !== null) });
  const run = useAct(Run, { quiet: true, refresh: ['OperatorOperations'] });
  const title = t(`operators.bulk.${act}`);
  if (operation)
    return (
      <Modal opened onClose={close} title={title} size="lg">
        <Stack>
          <StepLog id={operation} ended={props.ended} />
          <Group justify="flex-end">
            <Button onClick={close}>{t('operators.bulk.close')}</Button>
          </Group>
        </Stack>
      </Modal>
    );
  const rows = !needs || to !== null ? asked.data?.bulkPreview : undefined;
  const able = rows?.filter((row) => row.able) ?? [];
  const start = async (reason?: string): Promise<void> => {
    const done = await run.run({
      input: { ...input, slugs: able.map(({ slug }) => slug), ...(reason ? { reason } : {}) },
    });
    if (done) setOperation(done.bulkTenants);
  };
  const body = (
    <>
      {needs && <Where act={act} value={to} choose={setTo} />}
      <TroubleNotice trouble={asked.error ?? run.trouble} />
      {rows ? <Foreseen rows={rows} /> : asked.isLoading && <Loading />}
    </>
  );
  if (TYPED.includes(act) && able.length > 0)
    return (
      <TypeToConfirm
        opened
        close={close}
        title={title}
        effects={
          act === 'suspend'
            ? [t('operators.suspend.effect'), t('operators.suspend.back')]
            : [t('operators.move.read_only'), t('operators.move.compared'), t('operators.move.stays')]
        }
        name={t('operators.bulk.count', { count: able.length })}
        label={title}
        withReason={act === 'suspend'}
        run={start}
      >
        {body}
      </TypeToConfirm>
    );
  return (
    <Modal opened onClose={close} title={title} size="lg">
      <Stack>
        {body}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('console.cancel')}
          </Button>
          <Button disabled={able.length === 0} loading={run.busy} onClick={() => void start()}>
            {t('operators.bulk.go', { count: able.length })}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Where(props: { act: BulkAct; value: string | null; choose: (to: string | null) => void }): ReactNode {
  const t = useT();
  const { locale } = useWords();
  const choices = useAsk(Choices).data;
  const data =
    props.act === 'move'
      ? (choices?.choices.placements ?? [])
      : (choices?.plans ?? [])
          .filter(({ active }) => active)
          .map(({ id, nameKo, nameEn }) => ({ value: id, label: locale === 'en' ? nameEn : nameKo }));
  return (
    <Select
      label={t(props.act === 'move' ? 'operators.bulk.to_database' : 'operators.bulk.to_plan')}
      data={data}
      value={props.value}
      onChange={props.choose}
      allowDeselect={false}
      required
    />
  );
}

interface Row {
  slug: string;
  name: string;
  able: boolean;
  why?: string | null;
}

function Foreseen({ rows }: { rows: readonly Row[] }): ReactNode {
  const t = useT();
  const [able, left] = [rows.filter((row) => row.able), rows.filter((row) => !row.able)];
  return (
    <Stack gap="xs" className="console-wrap">
      <Text fw={650}>{t('operators.bulk.able', { count: able.length })}</Text>
      {able.length > 0 && (
        <List size="sm" spacing={2}>
          {able.map(({ slug, name }) => (
            <List.Item key={slug}>
              {name} ({slug})
            </List.Item>
          ))}
        </List>
      )}
      {left.length > 0 && (
        <>
          <Text fw={650}>{t('operators.bulk.left', { count: left.length })}</Text>
          <List size="sm" spacing={2}>
            {left.map(({ slug, name, why }) => (
              <List.Item key={slug}>
                {name}: {why}
              </List.Item>
            ))}
          </List>
        </>
      )}
    </Stack>
  );
}
