import { useState, type ReactNode } from 'react';
import { Anchor, Button, Grid, Group, Paper, Stack, Table, Text, Title } from '@mantine/core';
import {
  Icon,
  LinkTo,
  Loading,
  operatorGraphql,
  Screen,
  TroubleNotice,
  useAct,
  useAsk,
  useMay,
  useParams,
  useT,
  useWords,
  When,
} from '@madang/console';
import { useActWords, useWho } from './act.js';
import { bytes, Health, State } from './parts.js';
import { MoveButton, MoveDialog, MovingNotice } from './move-dialog.js';
import { StepLog } from './step-log.js';
import { DescribeDialog } from './tenant-describe.js';
import { CloneDialog, EraseDialog, RenameDialog, RescueDialog, SuspendDialog } from './tenant-dialogs.js';
import { TenantHosts } from './tenant-hosts.js';
import { VisitDialog } from './visit-dialog.js';

const Tenant = operatorGraphql(`
  query OperatorTenant($slug: String!) {
    tenant(slug: $slug) {
      ...TenantPart
    }
    operations(slug: $slug, first: 5) {
      nodes {
        id
        kind
        state
        createdAt
      }
    }
    log(slug: $slug, first: 10) {
      nodes {
        id
        actor
        act
        at
      }
    }
  }
`);
const Resume = operatorGraphql(`
  mutation OperatorResume($slug: String!) {
    resumeTenant(slug: $slug) {
      state
    }
  }
`);
const Export = operatorGraphql(`
  mutation OperatorExport($slug: String!) {
    exportTenant(slug: $slug)
  }
`);
const Canary = operatorGraphql(`
  mutation OperatorCanary($slug: String!, $on: Boolean!) {
    setCanary(slug: $slug, on: $on) {
      canary
    }
  }
`);
const Retry = operatorGraphql(`
  mutation OperatorRetry($slug: String!) {
    retryUpgrade(slug: $slug)
  }
`);

type Dialog = 'describe' | 'suspend' | 'erase' | 'clone' | 'rename' | 'move' | 'visit' | 'rescue';

/** One organisation: what it is left, what was done right; acts by how dangerous they are. */
export function Panel(): ReactNode {
  const t = useT();
  const actWords = useActWords();
  const who = useWho();
  const words = useWords();
  const may = useMay();
  const { slug = '' } = useParams();
  const [dialog, setDialog] = useState<Dialog>();
  const [watched, setWatched] = useState<string>();
  const [over, setOver] = useState<string>();
  const asked = useAsk(
    Tenant,
    { slug },
    { every: (data) => (data?.tenant.movingTo || (watched && watched !== over) ? 1000 : false) },
  );
  const resume = useAct(Resume, { done: 'operators.tenant.resumed' });
  const exporting = useAct(Export, { refresh: ['OperatorOperations'] });
  const canary = useAct(Canary, {});
  const retry = useAct(Retry, { refresh: ['OperatorOperations'] });
  if (asked.error && !asked.data) return <TroubleNotice trouble={asked.error} again={() => asked.refetch()} />;
  if (!asked.data) return <Loading />;
  const { tenant, operations, log } = asked.data;
  const close = (): void => setDialog(undefined);
  const facts: [label: string, value: ReactNode][] = [
    [t('operators.tenants.state'), <State key="s" state={tenant.state} label={t(`operators.state.${tenant.state}`)} />],
    [t('operators.tenants.health'), <Health key="h" health={tenant.health} troubles={tenant.troubles} />],
    [t('operators.tenants.plan'), tenant.plan],
    [t('operators.tenant.owner'), tenant.ownerEmail ?? '—'],
    [t('operators.tenants.people'), words.number(tenant.figures.people)],
    [t('operators.tenant.subjects'), words.number(tenant.figures.subjects)],
    [t('operators.tenant.mails'), words.number(tenant.figures.mailsMonth)],
    [t('operators.tenant.database'), bytes(tenant.figures.databaseBytes)],
    [t('operators.tenant.files'), bytes(tenant.figures.fileBytes)],
    [t('operators.tenants.active'), <When key="a" at={tenant.figures.activeAt} />],
    [t('operators.tenants.exported'), <When key="e" at={tenant.figures.exportedAt} />],
    [t('operators.tenants.version'), `${tenant.schemaVersion}`],
    [t('operators.tenants.placement'), tenant.placement],
    [t('operators.tenants.created'), <When key="c" at={tenant.createdAt} />],
    [t('operators.tenant.measured'), <When key="m" at={tenant.figures.measuredAt} />],
  ];
  return (
    <Screen
      title={tenant.name}
      description={
        <Anchor href={tenant.url} target="_blank" rel="noopener">
          {tenant.url}
        </Anchor>
      }
      back={{ to: '/', label: t('operators.tenants') }}
      actions={
        <>
          <Button
            component={LinkTo}
            to={`/tenants/${slug}/bill`}
            variant="default"
            leftSection={<Icon name="card" size={16} />}
          >
            {t('operators.tenant.bill')}
          </Button>
          {may('open', 'Visit') && tenant.state === 'active' && (
            <Button variant="default" leftSection={<Icon name="eye" size={16} />} onClick={() => setDialog('visit')}>
              {t('operators.visit.open')}
            </Button>
          )}
        </>
      }
    >
      {watched && (
        <StepLog
          id={watched}
          again={() => setDialog('move')}
          ended={() => {
            setOver(watched);
            void asked.refetch();
          }}
        />
      )}
      <MovingNotice tenant={tenant} />
      {tenant.eraseAfter && (
        <Paper withBorder p="md" role="alert">
          <Group justify="space-between">
            <Text fw={650}>{t('operators.tenant.erase_due', { date: words.date(tenant.eraseAfter, 'long') })}</Text>
            <Button onClick={() => void resume.run({ slug })} loading={resume.busy} disabled={!may('run', 'Tenant')}>
              {t('operators.tenant.restore')}
            </Button>
          </Group>
        </Paper>
      )}
      {tenant.error && (
        <Paper withBorder p="md" role="alert">
          <Group justify="space-between">
            <Text className="console-wrap">{t('operators.tenant.upgrade_failed', { error: tenant.error })}</Text>
            <Button
              variant="default"
              disabled={!may('run', 'Upgrade')}
              onClick={() => void retry.run({ slug }).then((done) => done && setWatched(done.retryUpgrade))}
            >
              {t('operators.upgrades.retry')}
            </Button>
          </Group>
        </Paper>
      )}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Stack gap="lg">
            <Paper withBorder p="md">
              <Table variant="vertical" layout="auto" aria-label={t('operators.tenant.facts')}>
                <Table.Tbody>
                  {facts.map(([label, value]) => (
                    <Table.Tr key={label}>
                      <Table.Th>{label}</Table.Th>
                      <Table.Td>{value}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Paper>
            <TenantHosts tenant={tenant} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Stack gap="lg">
            <Paper withBorder p="md">
              <Title order={2} size="h4" mb="sm">
                {t('operators.tenant.acts')}
              </Title>
              <Group gap="sm">
                <Button
                  variant="default"
                  disabled={!may('export', 'Tenant')}
                  loading={exporting.busy}
                  onClick={() => void exporting.run({ slug }).then((done) => done && setWatched(done.exportTenant))}
                >
                  {t('operators.tenant.export')}
                </Button>
                <Button variant="default" disabled={!may('provision', 'Tenant')} onClick={() => setDialog('clone')}>
                  {t('operators.tenant.clone')}
                </Button>
                <Button variant="default" disabled={!may('run', 'Tenant')} onClick={() => setDialog('describe')}>
                  {t('operators.tenant.describe')}
                </Button>
                <Button variant="default" disabled={!may('run', 'Tenant')} onClick={() => setDialog('rename')}>
                  {t('operators.tenant.rename')}
                </Button>
                {tenant.state === 'active' && (
                  <Button variant="default" disabled={!may('rescue', 'Tenant')} onClick={() => setDialog('rescue')}>
                    {t('operators.rescue')}
                  </Button>
                )}
                <MoveButton tenant={tenant} open={() => setDialog('move')} />
                <Button
                  variant="default"
                  disabled={!may('run', 'Upgrade')}
                  onClick={() => void canary.run({ slug, on: !tenant.canary })}
                >
                  {t(tenant.canary ? 'operators.tenant.no_canary' : 'operators.tenant.canary')}
                </Button>
                {tenant.state === 'active' ? (
                  <Button variant="default" disabled={!may('run', 'Tenant')} onClick={() => setDialog('suspend')}>
                    {t('operators.tenant.suspend')}
                  </Button>
                ) : (
                  <Button
                    variant="default"
                    disabled={!may('run', 'Tenant')}
                    loading={resume.busy}
                    onClick={() => void resume.run({ slug })}
                  >
                    {t('operators.tenant.resume')}
                  </Button>
                )}
                <Button
                  variant="outline"
                  color="red"
                  disabled={!may('erase', 'Tenant')}
                  onClick={() => setDialog('erase')}
                >
                  {t('operators.tenant.erase')}
                </Button>
              </Group>
              {!may('run', 'Tenant') && (
                <Text size="sm" c="dimmed" mt="sm">
                  {t('operators.why_not')}
                </Text>
              )}
            </Paper>
            <Paper withBorder p="md">
              <Title order={2} size="h4" mb="sm">
                {t('operators.operations')}
              </Title>
              <Stack gap={4}>
                {operations.nodes.length === 0 && <Text c="dimmed">{t('operators.operations.none')}</Text>}
                {operations.nodes.map((one) => (
                  <Group key={one.id} justify="space-between" wrap="nowrap">
                    <Anchor component={LinkTo} to={`/operations/${one.id}`} size="sm">
                      {t(`operators.kind.${one.kind}`)} · {t(`operators.op.${one.state}`)}
                    </Anchor>
                    <Text size="sm" c="dimmed" component="span">
                      <When at={one.createdAt} />
                    </Text>
                  </Group>
                ))}
              </Stack>
            </Paper>
            <Paper withBorder p="md">
              <Title order={2} size="h4" mb="sm">
                {t('operators.log')}
              </Title>
              <Stack gap={4}>
                {log.nodes.map((one) => (
                  <Group key={one.id} justify="space-between" wrap="nowrap">
                    <Text size="sm">
                      {who(one.actor)} · {actWords(one.act)}
                    </Text>
                    <Text size="sm" c="dimmed" component="span">
                      <When at={one.at} />
                    </Text>
                  </Group>
                ))}
                <Anchor component={LinkTo} to={`/log?slug=${slug}`} size="sm">
                  {t('operators.tenant.whole_log')}
                </Anchor>
              </Stack>
            </Paper>
          </Stack>
        </Grid.Col>
      </Grid>
      {dialog === 'describe' && <DescribeDialog tenant={tenant} close={close} />}
      <SuspendDialog slug={slug} opened={dialog === 'suspend'} close={close} />
      <EraseDialog slug={slug} opened={dialog === 'erase'} close={close} />
      <CloneDialog
        slug={slug}
        placement={tenant.placement}
        opened={dialog === 'clone'}
        close={close}
        started={setWatched}
      />
      <MoveDialog tenant={tenant} opened={dialog === 'move'} close={close} started={setWatched} />
      <RenameDialog slug={slug} opened={dialog === 'rename'} close={close} />
      <RescueDialog slug={slug} opened={dialog === 'rescue'} close={close} />
      <VisitDialog slug={slug} name={tenant.name} opened={dialog === 'visit'} close={close} />
    </Screen>
  );
}
