import { useState, type ReactNode } from 'react';
import { Alert, Button, Group, Paper, Progress, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import {
  Empty,
  LinkTo,
  Loading,
  operatorGraphql,
  Screen,
  SheetFile,
  TroubleNotice,
  useAct,
  useAsk,
  useMay,
  useT,
  useWords,
} from '@madang/console';
import { State } from './parts.js';
import { StepLog } from './step-log.js';

const Board = operatorGraphql(`
  query OperatorUpgrades {
    upgradeBoard {
      target
      tenants
      heldBack
      sparesReady
      sparesWanted
      steps
      versions {
        version
        tenants
        canaries
      }
      failed {
        slug
        version
        error
        canary
      }
    }
  }
`);
const Run = operatorGraphql(`
  mutation OperatorRunUpgrade {
    runUpgrade
  }
`);
const Retry = operatorGraphql(`
  mutation OperatorRetryUpgrade($slug: String!) {
    retryUpgrade(slug: $slug)
  }
`);
const Drift = operatorGraphql(`
  mutation OperatorDrift {
    checkDrift
  }
`);
const Restock = operatorGraphql(`
  mutation OperatorRestock {
    restock
  }
`);

/** Where the schemas of all tenants stand: canaries first, failures with their text, one more try. */
export function Panel(): ReactNode {
  const t = useT();
  const words = useWords();
  const may = useMay();
  const asked = useAsk(Board, {}, { every: 5000 });
  const [watched, setWatched] = useState<string>();
  const run = useAct(Run, {});
  const retry = useAct(Retry, {});
  const drift = useAct(Drift, {});
  const restock = useAct(Restock, {});
  if (asked.error && !asked.data) return <TroubleNotice trouble={asked.error} again={() => asked.refetch()} />;
  if (!asked.data) return <Loading />;
  const board = asked.data.upgradeBoard;
  const ready = board.versions.find(({ version }) => version === board.target)?.tenants ?? 0;
  const allowed = may('run', 'Upgrade');
  return (
    <Screen
      title={t('operators.upgrades')}
      description={t('operators.upgrades.text')}
      actions={
        <>
          <Button
            variant="default"
            disabled={!allowed}
            loading={drift.busy}
            onClick={() => void drift.run({}).then((done) => done && setWatched(done.checkDrift))}
          >
            {t('operators.upgrades.drift')}
          </Button>
          <Button
            disabled={!allowed || ready === board.tenants}
            loading={run.busy}
            onClick={() => void run.run({}).then((done) => done && setWatched(done.runUpgrade))}
          >
            {t('operators.upgrades.run')}
          </Button>
        </>
      }
    >
      {watched && <StepLog id={watched} />}
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Paper withBorder p="md">
          <Title order={2} size="h4">
            {t('operators.upgrades.target', { version: board.target })}
          </Title>
          <Text my="xs">{t('operators.upgrades.progress', { ready, all: board.tenants })}</Text>
          <Progress
            value={board.tenants === 0 ? 100 : (100 * ready) / board.tenants}
            aria-label={t('operators.upgrades.progress', { ready, all: board.tenants })}
          />
        </Paper>
        <Paper withBorder p="md">
          <Title order={2} size="h4">
            {t('operators.upgrades.spares')}
          </Title>
          <Group justify="space-between" mt="xs">
            <Text>{t('operators.upgrades.spares.text', { ready: board.sparesReady, wanted: board.sparesWanted })}</Text>
            <Button
              variant="default"
              disabled={!allowed || board.sparesReady >= board.sparesWanted}
              loading={restock.busy}
              onClick={() => void restock.run({}).then((done) => done && setWatched(done.restock))}
            >
              {t('operators.upgrades.restock')}
            </Button>
          </Group>
        </Paper>
      </SimpleGrid>
      {board.heldBack && (
        <Alert color="orange" title={t('operators.upgrades.held')}>
          {t('operators.upgrades.held.text')}
        </Alert>
      )}
      <Paper withBorder p="md">
        <Group justify="space-between" mb="sm">
          <Title order={2} size="h4">
            {t('operators.upgrades.versions')}
          </Title>
          <SheetFile
            list="versions"
            rows={board.versions}
            columns={[
              { id: 'version', label: t('operators.tenants.version'), value: (row) => row.version },
              { id: 'tenants', label: t('operators.upgrades.tenants'), value: (row) => row.tenants },
              { id: 'canaries', label: t('operators.upgrades.canaries'), value: (row) => row.canaries },
            ]}
          />
        </Group>
        <Table aria-label={t('operators.upgrades.versions')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('operators.tenants.version')}</Table.Th>
              <Table.Th ta="right">{t('operators.upgrades.tenants')}</Table.Th>
              <Table.Th ta="right">{t('operators.upgrades.canaries')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {board.versions.map((row) => (
              <Table.Tr key={row.version}>
                <Table.Td>
                  {row.version}{' '}
                  {row.version === board.target && <State state="good" label={t('operators.upgrades.newest')} />}
                </Table.Td>
                <Table.Td ta="right">{words.number(row.tenants)}</Table.Td>
                <Table.Td ta="right">{words.number(row.canaries)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Paper>
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h4">
            {t('operators.upgrades.failed')}
          </Title>
          {board.failed.length > 0 && (
            <SheetFile
              list="failed-upgrades"
              rows={board.failed}
              columns={[
                { id: 'slug', label: t('operators.tenant'), value: (row) => row.slug },
                { id: 'version', label: t('operators.tenants.version'), value: (row) => row.version },
                { id: 'error', label: t('operators.operations.error'), value: (row) => row.error },
              ]}
            />
          )}
        </Group>
        {board.failed.length === 0 ? (
          <Empty
            icon="done"
            title={t('operators.upgrades.none_failed')}
            text={t('operators.upgrades.none_failed.text')}
          />
        ) : (
          board.failed.map((one) => (
            <Paper key={one.slug} withBorder p="md">
              <Group justify="space-between" align="flex-start">
                <Stack gap={2} flex="1 1 14rem">
                  <LinkTo to={`/tenants/${one.slug}`}>{one.slug}</LinkTo>
                  <Text size="sm" className="console-wrap">
                    {one.error}
                  </Text>
                </Stack>
                <Button
                  variant="default"
                  disabled={!allowed}
                  onClick={() =>
                    void retry.run({ slug: one.slug }).then((done) => done && setWatched(done.retryUpgrade))
                  }
                >
                  {t('operators.upgrades.retry')}
                </Button>
              </Group>
            </Paper>
          ))
        )}
      </Stack>
    </Screen>
  );
}
