import { useState, type ReactNode } from 'react';
import { Anchor, Badge, Button, Grid, Group, Paper, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import {
  Empty,
  graphql,
  LinkTo,
  Loading,
  Screen,
  TroubleNotice,
  TypeToConfirm,
  useAct,
  useAsk,
  useMay,
  useParams,
  useSession,
  useT,
  When,
} from '@madang/console';
import { AskReason } from './ask-reason.js';
import { PersonRights } from './person-rights.js';

const One = graphql(`
  query PersonSheet($id: ID!) {
    managedPerson(id: $id) {
      id
      displayName
      email
      role
      roleNames
      state
      stateReason
      bannedUntil
      assurance
      source
      createdAt
      lastSeenAt
      secondFactorSince
      agreements {
        document
        version
        givenAt
        withdrawnAt
      }
    }
  }
`);
const Access = graphql(`
  query PersonAccess($id: ID!) {
    managedPerson(id: $id) {
      id
      sessions {
        id
        userAgent
        address
        lastSeenAt
      }
      signIns {
        how
        succeeded
        address
        at
      }
    }
  }
`);
const Log = graphql(`
  query PersonLog($id: String!) {
    audit(objectId: $id, first: 20) {
      nodes {
        id
        act
        reason
        actorName
        at
      }
    }
  }
`);
const Ban = graphql(`
  mutation BanPerson($input: BanInput!) {
    banPerson(input: $input)
  }
`);
const Unban = graphql(`
  mutation UnbanPerson($input: PersonDecisionInput!) {
    unbanPerson(input: $input)
  }
`);
const SignOut = graphql(`
  mutation SignOutPerson($input: PersonDecisionInput!) {
    signOutPerson(input: $input)
  }
`);
const Erase = graphql(`
  mutation ErasePerson($input: ErasePersonInput!) {
    erasePerson(input: $input)
  }
`);

const ResetFactor = graphql(`
  mutation ResetSecondFactor($input: PersonDecisionInput!) {
    resetSecondFactor(input: $input)
  }
`);

type Asking = 'ban' | 'unban' | 'sign_out' | 'erase' | 'reset_factor';

/** One person: who they are on the left; state, rights, sign-ins and what was done about them on the right. */
export function Panel(): ReactNode {
  const t = useT();
  const may = useMay();
  const { id = '' } = useParams();
  const { person: me } = useSession();
  const asked = useAsk(One, { id });
  const manage = may('manage', 'Person');
  const [asking, setAsking] = useState<Asking>();
  const person = asked.data?.managedPerson;
  if (asked.error)
    return (
      <Screen title={t('people.person.title')} back={{ to: '/people', label: t('people.list.title') }}>
        <TroubleNotice trouble={asked.error} again={() => asked.refetch()} />
      </Screen>
    );
  if (!person || person.id !== id) return <Loading />;
  return (
    <Screen
      title={person.displayName}
      description={t('people.person.since', { standing: t(`people.standing.${person.role}`) })}
      back={{ to: '/people', label: t('people.list.title') }}
      actions={
        manage &&
        person.id !== me.id &&
        person.state !== 'closed' && (
          <>
            <Button variant="default" onClick={() => setAsking('sign_out')}>
              {t('people.act.sign_out')}
            </Button>
            <Button
              variant="outline"
              color={person.state === 'banned' ? undefined : 'red'}
              onClick={() => setAsking(person.state === 'banned' ? 'unban' : 'ban')}
            >
              {t(person.state === 'banned' ? 'people.act.unban' : 'people.act.ban')}
            </Button>
            <Button variant="subtle" color="red" onClick={() => setAsking('erase')}>
              {t('people.act.erase')}
            </Button>
          </>
        )
      }
    >
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="lg">
            <Facts
              rows={[
                [t('people.column.email'), person.email ?? '—'],
                [t('people.column.assurance'), t(`people.assurance.${person.assurance}`)],
                [t('people.column.source'), t(`people.source.${person.source}`)],
                [t('people.column.since'), <When key="since" at={person.createdAt} exact />],
                [t('people.column.seen'), <When key="seen" at={person.lastSeenAt} />],
              ]}
            />
            {may('read', 'Role') && <PersonRights personId={id} standing={person.role} />}
            <Block title={t('people.agreements')}>
              {person.agreements.length === 0 ? (
                <Text c="dimmed">{t('people.agreements.none')}</Text>
              ) : (
                <Table aria-label={t('people.agreements')}>
                  <Table.Tbody>
                    {person.agreements.map((one) => (
                      <Table.Tr key={`${one.document} ${one.givenAt}`}>
                        <Table.Td>{t(`people.document.${one.document}`, { version: one.version })}</Table.Td>
                        <Table.Td>
                          <When at={one.givenAt} exact />
                        </Table.Td>
                        <Table.Td>{one.withdrawnAt ? t('people.agreements.withdrawn') : ''}</Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              )}
            </Block>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="lg">
            <Block title={t('people.column.state')}>
              <Badge variant="light" color={person.state === 'active' ? 'teal' : 'red'}>
                {t(`people.state.${person.state}`)}
              </Badge>
              {person.stateReason && <Text size="sm">{person.stateReason}</Text>}
              {person.bannedUntil && <Text size="sm">{t('people.banned_until', { day: person.bannedUntil })}</Text>}
            </Block>
            <Block title={t('people.factor')}>
              <Text size="sm">
                {person.secondFactorSince ? (
                  <>
                    {t('people.factor.since')} <When at={person.secondFactorSince} exact />
                  </>
                ) : (
                  t('people.factor.none')
                )}
              </Text>
              {manage && person.secondFactorSince && person.id !== me.id && (
                <Button variant="default" size="xs" onClick={() => setAsking('reset_factor')}>
                  {t('people.act.reset_factor')}
                </Button>
              )}
            </Block>
            {manage && <Doors id={id} />}
            {may('read', 'Audit') && <History id={id} />}
          </Stack>
        </Grid.Col>
      </Grid>
      {asking && <Deed asking={asking} person={person} close={() => setAsking(undefined)} />}
    </Screen>
  );
}

const HINTS: Partial<Record<Asking, string>> = { ban: 'people.ban.told', reset_factor: 'people.factor.reset_text' };

function Deed(props: { asking: Asking; person: { id: string; displayName: string }; close: () => void }): ReactNode {
  const t = useT();
  const { asking, person, close } = props;
  const personId = person.id;
  const [until, setUntil] = useState('');
  const ban = useAct(Ban, { done: 'people.done.ban' });
  const unban = useAct(Unban, { done: 'people.done.unban' });
  const signOut = useAct(SignOut, { done: 'people.done.sign_out' });
  const resetFactor = useAct(ResetFactor, { done: 'people.done.reset_factor' });
  const erase = useAct(Erase, { done: 'people.done.erase' });
  if (asking === 'erase')
    return (
      <TypeToConfirm
        opened
        close={close}
        title={t('people.act.erase')}
        effects={[t('people.erase.who'), t('people.erase.stays'), t('people.erase.final')]}
        name={person.displayName}
        label={t('people.act.erase')}
        withReason
        run={async (reason) => {
          if (await erase.run({ input: { personId, reason, confirm: person.displayName } })) close();
        }}
      />
    );
  const run = (reason: string): Promise<unknown> => {
    const input = { personId, reason };
    if (asking === 'ban') return ban.run({ input: { ...input, until: until || null } });
    if (asking === 'reset_factor') return resetFactor.run({ input });
    return asking === 'unban' ? unban.run({ input }) : signOut.run({ input });
  };
  return (
    <AskReason
      title={t(`people.act.${asking}`)}
      label={t(`people.act.${asking}`)}
      hint={HINTS[asking] && t(HINTS[asking])}
      danger={asking === 'ban'}
      close={close}
      run={run}
    >
      {asking === 'ban' && (
        <TextInput
          type="date"
          label={t('people.ban.until')}
          description={t('people.ban.until.help')}
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
      )}
    </AskReason>
  );
}

function Doors({ id }: { id: string }): ReactNode {
  const t = useT();
  const asked = useAsk(Access, { id });
  const sessions = asked.data?.managedPerson.sessions ?? [];
  const signIns = asked.data?.managedPerson.signIns ?? [];
  return (
    <Block title={t('people.doors')}>
      <Text size="sm" c="dimmed">
        {t('people.sessions', { count: sessions.length })}
      </Text>
      {sessions.slice(0, 5).map((one) => (
        <Text key={one.id} size="sm">
          {one.userAgent.slice(0, 80) || '—'} · {one.address} · <When at={one.lastSeenAt} />
        </Text>
      ))}
      <Title order={3} size="h6" mt="sm">
        {t('people.sign_ins')}
      </Title>
      {signIns.length === 0 && <Text c="dimmed">{t('people.sign_ins.none')}</Text>}
      {signIns.slice(0, 8).map((one, index) => (
        <Text key={`${one.at} ${index}`} size="sm" c={one.succeeded ? undefined : 'red'}>
          {t(one.succeeded ? 'people.sign_ins.in' : 'people.sign_ins.failed', { how: t(`people.how.${one.how}`) })} ·{' '}
          {one.address} · <When at={one.at} />
        </Text>
      ))}
    </Block>
  );
}

function History({ id }: { id: string }): ReactNode {
  const t = useT();
  const asked = useAsk(Log, { id });
  const rows = asked.data?.audit.nodes ?? [];
  return (
    <Block title={t('people.log')}>
      {asked.data && rows.length === 0 && <Empty icon="history" title={t('people.log.none')} />}
      {rows.map((row) => (
        <Text key={row.id} size="sm">
          <Text span ff="monospace" size="xs">
            {row.act}
          </Text>{' '}
          · {row.actorName ?? t('people.log.software')} · <When at={row.at} />
          {row.reason && (
            <Text span size="sm" c="dimmed" display="block">
              {row.reason}
            </Text>
          )}
        </Text>
      ))}
      {rows.length > 0 && (
        <Anchor component={LinkTo} to={`/settings/audit?objectId=${id}`} size="sm">
          {t('people.log.all')}
        </Anchor>
      )}
    </Block>
  );
}

function Facts({ rows }: { rows: readonly (readonly [string, ReactNode])[] }): ReactNode {
  return (
    <Paper withBorder p="md" component="dl" m={0}>
      {rows.map(([name, value]) => (
        <Group key={name} gap="sm" wrap="nowrap" align="baseline" py={4}>
          <Text component="dt" size="sm" c="dimmed" w="9rem" flex="none">
            {name}
          </Text>
          <Text component="dd" size="sm" m={0}>
            {value}
          </Text>
        </Group>
      ))}
    </Paper>
  );
}

/** A titled block of a detail screen. */
function Block({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h5" mb="xs">
        {title}
      </Title>
      <Stack gap={6} align="flex-start">
        {children}
      </Stack>
    </Paper>
  );
}
