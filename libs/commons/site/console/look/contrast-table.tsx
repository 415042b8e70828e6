import { useState, type ReactNode } from 'react';
import { Button, Group, Paper, Table, Text, Title } from '@mantine/core';
import { useT, useWords } from '@madang/console';
import { Tag } from '../tag.js';
import type { ContrastReport } from '@madang/theming/browser';

const SHORT = 6;

/** Every promise of a theme with what was measured, tightest first; computed in the browser at each keystroke. */
export function ContrastTable({ report }: { report: ContrastReport }): ReactNode {
  const t = useT();
  const { number } = useWords();
  const [all, setAll] = useState(false);
  const rows = all ? report.rows : report.rows.slice(0, SHORT);
  return (
    <Paper withBorder p="md">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h5">
          {t('site.contrast.title')}
        </Title>
        <Tag tone={report.passes ? 'ok' : 'bad'} role="status">
          {t('site.contrast.passed', { passed: report.passed, checks: report.checks })}
        </Tag>
      </Group>
      {!report.brand.kept && (
        <Text size="sm" c="dimmed" mb="xs">
          {t('site.contrast.moved', { given: report.brand.given, used: report.brand.used })}
        </Text>
      )}
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('site.contrast.pair')}</Table.Th>
            <Table.Th ta="end" className="site-number">
              {t('site.contrast.ratio')}
            </Table.Th>
            <Table.Th ta="end" className="site-number">
              {t('site.contrast.wanted')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={`${row.mode} ${row.ink} ${row.ground}`}>
              <Table.Td>
                {row.ink} / {row.ground}{' '}
                <Text span size="sm" c="dimmed">
                  {t(`console.preview.${row.mode}`)}
                </Text>
              </Table.Td>
              <Table.Td ta="end" className="site-number">
                {(Math.floor(row.ratio * 100) / 100).toFixed(2)}
              </Table.Td>
              <Table.Td ta="end" className="site-number">
                {number(row.wanted)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Button size="compact-md" variant="subtle" mt="xs" onClick={() => setAll(!all)}>
        {t(all ? 'site.contrast.fewer' : 'site.contrast.all')}
      </Button>
    </Paper>
  );
}
