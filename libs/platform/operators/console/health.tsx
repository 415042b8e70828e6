import type { ReactNode } from 'react';
import { Button, Code, Group, Paper, SimpleGrid, Table, Text, Title } from '@mantine/core';
import {
  Empty,
  Icon,
  LinkTo,
  Loading,
  operatorGraphql,
  Screen,
  SheetFile,
  TroubleNotice,
  useAsk,
  useMay,
  useT,
  useWords,
  When,
  WideTable,
} from '@madang/console';
import { Databases } from './databases.js';
import { bytes } from './parts.js';

const HealthOf = operatorGraphql(`
  query OperatorHealth {
    health {
      mailbox
      processBytes
      uptimeSeconds
      backendBytes
      connections
      connectionsMost
      databaseBytes
      databases {
        name
        tenants
        usable
        bytes
        connections
        connectionsMost
        jobsWaiting
      }
      jobsWaiting
      oldestSeconds
      jobsFailed
      tenants {
        slug
        requests
        errors
        slow
        jobsFailed
        mailsFailed
      }
      slow {
        slug
        statement
        times
        slowestMs
        lastAt
      }
    }
  }
`);

/** How the installation is doing: the machine, the jobs, each tenant's day, slow statements. */
export function Panel(): ReactNode {
  const t = useT();
  const words = useWords();
  const may = useMay();
  const asked = useAsk(HealthOf, {}, { every: 10_000 });
  if (asked.error && !asked.data) return <TroubleNotice trouble={asked.error} again={() => asked.refetch()} />;
  if (!asked.data) return <Loading />;
  const { health } = asked.data;
  const figures: [label: string, value: string][] = [
    [
      t('operators.health.jobs'),
      t('operators.health.jobs.value', { waiting: health.jobsWaiting, failed: health.jobsFailed }),
    ],
    [t('operators.health.oldest'), t('operators.health.seconds', { count: health.oldestSeconds })],
    [
      t('operators.health.connections'),
      `${words.number(health.connections)} / ${words.number(health.connectionsMost)}`,
    ],
    [t('operators.health.process'), bytes(health.processBytes)],
    [t('operators.health.backend'), bytes(health.backendBytes)],
    [t('operators.health.database'), bytes(health.databaseBytes)],
  ];
  return (
    <Screen
      title={t('operators.health')}
      description={t('operators.health.text')}
      actions={
        health.mailbox &&
        may('open', 'Mailbox') && (
          <Button component="a" href="/operator/mail" variant="default" leftSection={<Icon name="mail" size={16} />}>
            {t('operators.health.mailbox')}
          </Button>
        )
      }
    >
      {health.mailbox && <Text c="dimmed">{t('operators.health.mailbox.text')}</Text>}
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }}>
        {figures.map(([label, value]) => (
          <Paper key={label} withBorder p="md">
            <Text size="sm" c="dimmed">
              {label}
            </Text>
            <Text fw={700} fz="lg">
              {value}
            </Text>
          </Paper>
        ))}
      </SimpleGrid>
      <Databases databases={health.databases} />
      <Paper withBorder p="md">
        <Group justify="space-between" mb="sm">
          <Title order={2} size="h4">
            {t('operators.health.day')}
          </Title>
          {health.tenants.length > 0 && (
            <SheetFile
              list="health-day"
              rows={health.tenants}
              columns={[
                { id: 'slug', label: t('operators.tenant'), value: (row) => row.slug },
                { id: 'requests', label: t('operators.health.requests'), value: (row) => row.requests },
                { id: 'errors', label: t('operators.health.errors'), value: (row) => row.errors },
                { id: 'slow', label: t('operators.health.slow'), value: (row) => row.slow },
                { id: 'jobsFailed', label: t('operators.health.jobs_failed'), value: (row) => row.jobsFailed },
                { id: 'mailsFailed', label: t('operators.health.mails_failed'), value: (row) => row.mailsFailed },
              ]}
            />
          )}
        </Group>
        {health.tenants.length === 0 ? (
          <Empty icon="health" title={t('operators.health.quiet')} text={t('operators.health.quiet.text')} />
        ) : (
          <WideTable label={t('operators.health.day')} minWidth={640}>
            <Table aria-label={t('operators.health.day')}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('operators.tenant')}</Table.Th>
                  {['requests', 'errors', 'slow', 'jobs_failed', 'mails_failed'].map((name) => (
                    <Table.Th key={name} ta="right">
                      {t(`operators.health.${name}`)}
                    </Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {health.tenants.map((row) => (
                  <Table.Tr key={row.slug}>
                    <Table.Td>
                      <LinkTo to={`/tenants/${row.slug}`}>{row.slug}</LinkTo>
                    </Table.Td>
                    {[row.requests, row.errors, row.slow, row.jobsFailed, row.mailsFailed].map((count, index) => (
                      <Table.Td key={index} ta="right" fw={index > 0 && count > 0 ? 700 : undefined}>
                        {words.number(count)}
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </WideTable>
        )}
      </Paper>
      <Paper withBorder p="md">
        <Group justify="space-between" mb="sm">
          <Title order={2} size="h4">
            {t('operators.health.statements')}
          </Title>
          {health.slow.length > 0 && (
            <SheetFile
              list="slow-statements"
              rows={health.slow}
              columns={[
                { id: 'slug', label: t('operators.tenant'), value: (row) => row.slug },
                { id: 'slowestMs', label: 'ms', value: (row) => row.slowestMs },
                { id: 'times', label: t('operators.health.how_often'), value: (row) => row.times },
                { id: 'lastAt', label: t('operators.operations.at'), value: (row) => new Date(row.lastAt) },
                { id: 'statement', label: 'SQL', value: (row) => row.statement },
              ]}
            />
          )}
        </Group>
        {health.slow.length === 0 ? (
          <Text c="dimmed">{t('operators.health.no_slow')}</Text>
        ) : (
          <WideTable label={t('operators.health.statements')} minWidth={640}>
            <Table aria-label={t('operators.health.statements')}>
              <Table.Tbody>
                {health.slow.map((row) => (
                  <Table.Tr key={`${row.slug} ${row.statement}`}>
                    <Table.Td>{row.slug}</Table.Td>
                    <Table.Td ta="right">{words.number(row.slowestMs)} ms</Table.Td>
                    <Table.Td ta="right">{t('operators.health.times', { count: row.times })}</Table.Td>
                    <Table.Td>
                      <When at={row.lastAt} />
                    </Table.Td>
                    <Table.Td>
                      <Code className="console-wrap">{row.statement}</Code>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </WideTable>
        )}
      </Paper>
    </Screen>
  );
}
