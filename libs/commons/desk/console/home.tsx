import type { ReactNode } from 'react';
import { Anchor, Badge, Box, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import {
  Empty,
  graphql,
  Icon,
  LinkTo,
  Loading,
  Screen,
  TroubleNotice,
  useAsk,
  useSession,
  useWords,
} from '@madang/console';

const Desk = graphql(`
  query Desk {
    tasks {
      key
      count
      urgent
      label
      href
      due
    }
  }
`);
const Numbers = graphql(`
  query DeskNumbers {
    numbers {
      key
      value
      label
      href
    }
  }
`);

/** The first screen: what waits for me, then numbers that lead to their rows. */
export function Panel(): ReactNode {
  const { t, number, date } = useWords();
  const { person } = useSession();
  const asked = useAsk(Desk, {}, { every: 60_000 });
  const tasks = asked.data?.tasks ?? [];
  const counted = useAsk(Numbers);
  const numbers = counted.data?.numbers ?? [];
  return (
    <Screen title={t('desk.home.hello', { name: person.name })} description={t('desk.home.description')}>
      {asked.error && <TroubleNotice trouble={asked.error} again={() => asked.refetch()} />}
      {asked.isLoading && <Loading />}
      {asked.data && (
        <>
          <Box component="section" aria-labelledby="desk-tasks">
            <Title order={2} size="h3" mb="sm" id="desk-tasks">
              {t('desk.tasks')}
            </Title>
            {tasks.length === 0 ? (
              <Empty icon="done" title={t('desk.tasks.none')} text={t('desk.tasks.none.text')} />
            ) : (
              <Stack gap="xs" component="ul" className="console-plain-list">
                {tasks.map((task) => (
                  <Paper key={task.key} component="li" withBorder px="md" py="sm">
                    <Group justify="space-between" gap="sm" wrap="nowrap">
                      <Anchor component={LinkTo} to={task.href} fw={600} c="inherit">
                        {t(task.label, { count: task.count })}
                      </Anchor>
                      <Group gap="xs" wrap="nowrap">
                        {task.due && (
                          <Text size="sm" c="dimmed">
                            {t('desk.due', { day: date(task.due) })}
                          </Text>
                        )}
                        {task.urgent && (
                          <Badge color="red" variant="light">
                            {t('desk.urgent')}
                          </Badge>
                        )}
                        <Icon name="onward" size={16} />
                      </Group>
                    </Group>
                  </Paper>
                ))}
              </Stack>
            )}
          </Box>
          {numbers.length > 0 && (
            <Box component="section" aria-labelledby="desk-numbers">
              <Title order={2} size="h3" mb="sm" id="desk-numbers">
                {t('desk.numbers')}
              </Title>
              <SimpleGrid cols={{ base: 2, sm: 3, lg: 4 }} spacing="sm">
                {numbers.map((one) => (
                  <Paper key={one.key} withBorder p="md">
                    <Text size="xl" fw={700} lh={1.2}>
                      {number(one.value)}
                    </Text>
                    <Anchor component={LinkTo} to={one.href} size="sm">
                      {t(one.label)}
                    </Anchor>
                  </Paper>
                ))}
              </SimpleGrid>
            </Box>
          )}
        </>
      )}
    </Screen>
  );
}
