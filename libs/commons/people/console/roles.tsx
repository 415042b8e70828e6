import type { ReactNode } from 'react';
import { Anchor, Button, Paper, Stack, Table, Text, Title, VisuallyHidden } from '@mantine/core';
import {
  Empty,
  graphql,
  Icon,
  LinkTo,
  Loading,
  Screen,
  TroubleNotice,
  useAsk,
  useFeature,
  useMay,
  useT,
  WideTable,
} from '@madang/console';

const Matrix = graphql(`
  query RolesMatrix {
    roles {
      id
      label
      permissions
      holders
    }
    standings {
      standing
      people
    }
    permissions {
      name
      label
      forSpaces
      standings
    }
  }
`);

const BUILT_IN = ['space_organiser', 'officer', 'administrator'];

/** Who may do what: every permission against every standing and role, each with how many people have it. */
export function Panel(): ReactNode {
  const t = useT();
  const may = useMay();
  const own = useFeature('own_roles');
  const asked = useAsk(Matrix);
  const data = asked.data;
  const people = (standing: string): number => data?.standings.find((one) => one.standing === standing)?.people ?? 0;
  return (
    <Screen
      title={t('people.roles.title')}
      description={t('people.roles.description')}
      actions={
        may('manage', 'Role') &&
        own.has && (
          <Button component={LinkTo} to="/people/roles/new" leftSection={<Icon name="plus" />}>
            {t('people.role.new')}
          </Button>
        )
      }
    >
      {asked.error && <TroubleNotice trouble={asked.error} again={() => asked.refetch()} />}
      {!data && asked.isLoading && <Loading />}
      {data && (
        <Stack gap="lg">
          {data.roles.length === 0 && (
            <Empty icon="shield" title={t('people.roles.empty')} text={t('people.roles.empty.text')} />
          )}
          <Paper withBorder p="md">
            <Title order={2} size="h5" mb="sm">
              {t('people.matrix')}
            </Title>
            <WideTable label={t('people.matrix')} minWidth={640}>
              <Table aria-label={t('people.matrix')} highlightOnHover stickyHeader>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('people.permission')}</Table.Th>
                    {BUILT_IN.map((standing) => (
                      <Table.Th key={standing} ta="center">
                        <Anchor
                          component={LinkTo}
                          to={
                            standing === 'space_organiser'
                              ? '/people/members?state=organiser'
                              : `/people?role=${standing}`
                          }
                          size="sm"
                        >
                          {t(`people.standing.${standing}`)} ({people(standing)})
                        </Anchor>
                      </Table.Th>
                    ))}
                    {data.roles.map((role) => (
                      <Table.Th key={role.id} ta="center">
                        <Anchor component={LinkTo} to={`/people/roles/${role.id}`} size="sm">
                          {role.label} ({role.holders})
                        </Anchor>
                      </Table.Th>
                    ))}
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {data.permissions.map((permission) => (
                    <Table.Tr key={permission.name}>
                      <Table.Th scope="row" fw={400}>
                        <Text size="sm">{permission.label}</Text>
                        <Text size="xs" c="dimmed" ff="monospace">
                          {permission.name}
                        </Text>
                      </Table.Th>
                      {BUILT_IN.map((standing) => (
                        <Table.Td key={standing} ta="center">
                          <Mark
                            on={standing === 'administrator' || permission.standings.includes(standing)}
                            where={standing === 'space_organiser' ? t('people.in_their_space') : undefined}
                          />
                        </Table.Td>
                      ))}
                      {data.roles.map((role) => (
                        <Table.Td key={role.id} ta="center">
                          <Mark on={role.permissions.includes(permission.name)} />
                        </Table.Td>
                      ))}
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </WideTable>
          </Paper>
          {may('read', 'Audit') && (
            <Anchor component={LinkTo} to="/settings/audit?act=people">
              {t('people.roles.log')}
            </Anchor>
          )}
        </Stack>
      )}
    </Screen>
  );
}

function Mark({ on, where }: { on: boolean; where?: string }): ReactNode {
  const t = useT();
  if (!on) return <VisuallyHidden>{t('people.no')}</VisuallyHidden>;
  return (
    <>
      <Icon name="check" />
      {where ? (
        <Text size="xs" c="dimmed">
          {where}
        </Text>
      ) : (
        <VisuallyHidden>{t('people.yes')}</VisuallyHidden>
      )}
    </>
  );
}
