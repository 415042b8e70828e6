import type { ReactNode } from 'react';
import { Alert, Button, Group, Text } from '@mantine/core';
import { graphql, useAct, useAsk, useT, When } from '@madang/console';

const Visit = graphql(`
  query OwnSupportVisit {
    supportVisit {
      id
      operator
      reason
      mayWrite
      expiresAt
    }
  }
`);
const End = graphql(`
  mutation EndOwnSupportVisit($id: ID!) {
    endSupportVisit(id: $id)
  }
`);
const Tasks = graphql(`
  query TaskCounts {
    tasks {
      count
    }
  }
`);

const MINUTE = 60_000;

/** What stands above every screen: that somebody of the host is visiting, as long as they are. */
export function TenantBanners(): ReactNode {
  const t = useT();
  const { data } = useAsk(Visit, {});
  const end = useAct(End, { quiet: true });
  const visit = data?.supportVisit;
  if (!visit) return null;
  return (
    <Alert color="orange" variant="filled" mb="lg" title={t('console.visit.title')} role="status">
      <Group justify="space-between" gap="sm">
        <Text size="sm" c="inherit">
          {t(visit.mayWrite ? 'console.visit.write' : 'console.visit.read', {
            operator: visit.operator,
            reason: visit.reason,
          })}{' '}
          · <When at={visit.expiresAt} />
        </Text>
        <Button
          variant="white"
          color="dark"
          size="compact-md"
          loading={end.busy}
          onClick={async () => {
            await end.run({ id: visit.id });
            location.assign('/');
          }}
        >
          {t('console.visit.end')}
        </Button>
      </Group>
    </Alert>
  );
}

/** How much waits, beside the first entry of the menu. */
export function useTaskCounts(): Readonly<Record<string, number>> {
  const { data } = useAsk(Tasks, {}, { every: 5 * MINUTE });
  return { '/': data?.tasks.reduce((sum, task) => sum + task.count, 0) ?? 0 };
}
