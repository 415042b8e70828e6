import type { ReactNode } from 'react';
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { graphql, useAsk, useT, useWords } from '@madang/console';

const Banners = graphql(`
  query ConsoleBanners {
    announcements {
      id
      text
      severity
    }
    supportVisit {
      id
      operator
      reason
      mayWrite
      expiresAt
    }
  }
`);

const COLOURS: Record<string, string> = { info: 'blue', warning: 'orange', urgent: 'red' };

/** What stands above every screen: a visit of support for as long as it lasts, and what the host announces. */
export function TenantBanners(): ReactNode {
  const t = useT();
  const words = useWords();
  const asked = useAsk(Banners, {}, { every: 60_000 });
  const { announcements = [], supportVisit: visit } = asked.data ?? {};
  if (!visit && announcements.length === 0) return null;
  return (
    <Stack gap="sm" mb="lg">
      {visit && (
        <Alert color="orange" variant="outline" className="console-visit">
          <Group justify="space-between" gap="sm">
            <Text size="sm">
              {t('hosting.visit.here', {
                operator: visit.operator,
                reason: visit.reason,
                until: words.date(visit.expiresAt, 'time'),
              })}{' '}
              {t(visit.mayWrite ? 'hosting.visit.here.write' : 'hosting.visit.here.read')}
            </Text>
            <form method="post" action="/-/support/leave">
              <Button type="submit" variant="default" size="compact-md">
                {t('hosting.visit.leave')}
              </Button>
            </form>
          </Group>
        </Alert>
      )}
      {announcements.map((one) => (
        <Alert
          key={one.id}
          color={COLOURS[one.severity] ?? 'blue'}
          role={one.severity === 'urgent' ? 'alert' : 'status'}
          title={t(`hosting.news.${one.severity}`)}
        >
          {one.text}
        </Alert>
      ))}
    </Stack>
  );
}

const Tasks = graphql(`
  query TaskCounts {
    tasks {
      count
    }
  }
`);

const MINUTE = 60_000;

/** How much waits, beside the first entry of the menu. */
export function useTaskCounts(): Readonly<Record<string, number>> {
  const { data } = useAsk(Tasks, {}, { every: 5 * MINUTE });
  return { '/': data?.tasks.reduce((sum, task) => sum + task.count, 0) ?? 0 };
}
