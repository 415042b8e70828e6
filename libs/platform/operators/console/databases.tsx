import type { ReactNode } from 'react';
import { Anchor, Group, Paper, Table, Text, Title } from '@mantine/core';
import { LinkTo, SheetFile, useT, useWords, WideTable } from '@madang/console';
import { bytes, State } from './parts.js';

interface Database {
  name: string;
  tenants: number;
  usable: boolean;
  bytes: number | null;
  connections: number | null;
  connectionsMost: number | null;
  jobsWaiting: number | null;
}

/** The databases organisations lie in, where there are several. */
export function Databases({ databases }: { databases: readonly Database[] }): ReactNode {
  const t = useT();
  const words = useWords();
  if (databases.length < 2) return null;
  const number = (n: number | null): string => (n === null ? '—' : words.number(n));
  return (
    <Paper withBorder p="md">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4">
          {t('operators.databases')}
        </Title>
        <SheetFile
          list="databases"
          rows={databases}
          columns={[
            { id: 'name', label: t('operators.tenants.placement'), value: (row) => row.name },
            {
              id: 'state',
              label: t('operators.tenants.state'),
              value: (row) => t(row.usable ? 'operators.databases.usable' : 'operators.databases.away'),
            },
            { id: 'tenants', label: t('operators.databases.tenants'), value: (row) => row.tenants },
            { id: 'bytes', label: t('operators.databases.size'), value: (row) => row.bytes },
            { id: 'connections', label: t('operators.databases.connections'), value: (row) => row.connections },
            { id: 'jobs', label: t('operators.databases.jobs'), value: (row) => row.jobsWaiting },
          ]}
        />
      </Group>
      {databases.some(({ usable }) => !usable) && (
        <Text mb="sm" role="status">
          {t('operators.databases.away.text')}
        </Text>
      )}
      <WideTable label={t('operators.databases')} minWidth={640}>
        <Table aria-label={t('operators.databases')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('operators.tenants.placement')}</Table.Th>
              <Table.Th>{t('operators.tenants.state')}</Table.Th>
              {['tenants', 'size', 'connections', 'jobs'].map((name) => (
                <Table.Th key={name} ta="right">
                  {t(`operators.databases.${name}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {databases.map((row) => (
              <Table.Tr key={row.name}>
                <Table.Td>
                  <Anchor component={LinkTo} to={`/?placement=${row.name}`}>
                    {row.name}
                  </Anchor>
                </Table.Td>
                <Table.Td>
                  <State
                    state={row.usable ? 'active' : 'failed'}
                    label={t(row.usable ? 'operators.databases.usable' : 'operators.databases.away')}
                  />
                </Table.Td>
                <Table.Td ta="right">{words.number(row.tenants)}</Table.Td>
                <Table.Td ta="right">{row.bytes === null ? '—' : bytes(row.bytes)}</Table.Td>
                <Table.Td ta="right">
                  {row.usable ? `${number(row.connections)} / ${number(row.connectionsMost)}` : '—'}
                </Table.Td>
                <Table.Td ta="right">{number(row.jobsWaiting)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
    </Paper>
  );
}
