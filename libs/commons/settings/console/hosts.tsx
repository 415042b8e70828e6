import { useState, type ReactNode } from 'react';
import { Alert, Badge, Button, Code, Group, List, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import {
  graphql,
  Icon,
  Loading,
  Screen,
  troubleOf,
  TroubleNotice,
  TypeToConfirm,
  useAct,
  useAsk,
  useFeature,
  useT,
  When,
  wordsOf,
} from '@madang/console';

const Hosts = graphql(`
  query SiteHosts {
    siteHosts {
      host
      primary
      verified
      given
    }
  }
`);
const Add = graphql(`
  mutation AddHost($input: HostInput!) {
    addHost(input: $input) {
      host
      verified
      record
      value
      proven
      target
      addresses
      leadsHere
      certificate
      certificateUntil
    }
  }
`);
const Check = graphql(`
  mutation CheckHost($input: HostInput!) {
    checkHost(input: $input) {
      host
      verified
      record
      value
      proven
      target
      addresses
      leadsHere
      certificate
      certificateUntil
    }
  }
`);
const Primary = graphql(`
  mutation MakeHostPrimary($input: HostInput!) {
    makeHostPrimary(input: $input)
  }
`);
const Remove = graphql(`
  mutation RemoveHost($input: HostInput!) {
    removeHost(input: $input)
  }
`);

interface Found {
  host: string;
  verified: boolean;
  record: string;
  value: string;
  proven: boolean;
  target: string;
  addresses: readonly string[];
  leadsHere: boolean;
  certificate: string;
  certificateUntil?: string | null;
}

/** Where the site answers. A host of one's own is entered in the DNS, proven, and made the primary one. */
export function Panel(): ReactNode {
  const t = useT();
  const own = useFeature('own_host');
  const asked = useAsk(Hosts);
  const add = useAct(Add, { quiet: true, refresh: ['SiteHosts'] });
  const check = useAct(Check, { refresh: ['SiteHosts'] });
  const primary = useAct(Primary, { done: 'settings.hosts.primary_set', refresh: ['SiteHosts'] });
  const remove = useAct(Remove, { done: 'settings.hosts.removed', refresh: ['SiteHosts'] });
  const [typed, setTyped] = useState('');
  const [found, setFound] = useState<Found>();
  const [removing, setRemoving] = useState<string>();
  const run = async (): Promise<void> => {
    const done = await add.run({ input: { host: typed } });
    if (!done) return;
    setFound(done.addHost);
    setTyped('');
  };
  return (
    <Screen title={t('settings.hosts.title')} description={t('settings.hosts.description')} width="narrow">
      {asked.error && <TroubleNotice trouble={asked.error} again={() => asked.refetch()} />}
      {asked.isLoading && <Loading />}
      <Stack gap="sm" component="ul" className="console-plain-list">
        {(asked.data?.siteHosts ?? []).map((one) => (
          <Paper key={one.host} component="li" withBorder p="md">
            <Group justify="space-between" gap="sm">
              <Group gap="xs">
                <Text fw={600} className="console-wrap">
                  {one.host}
                </Text>
                {one.primary && <Badge variant="light">{t('settings.hosts.primary')}</Badge>}
                <Badge variant="light" color={one.verified ? 'teal' : 'orange'}>
                  {t(one.verified ? 'settings.hosts.open' : 'settings.hosts.waiting')}
                </Badge>
                {one.given && (
                  <Text size="sm" c="dimmed">
                    {t('settings.hosts.given')}
                  </Text>
                )}
              </Group>
              <Group gap="xs">
                {!one.given && (
                  <Button
                    size="compact-md"
                    variant="default"
                    loading={check.busy}
                    onClick={() =>
                      void check.run({ input: { host: one.host } }).then((done) => done && setFound(done.checkHost))
                    }
                  >
                    {t('settings.hosts.check')}
                  </Button>
                )}
                {!one.primary && one.verified && (
                  <Button
                    size="compact-md"
                    variant="default"
                    onClick={() => void primary.run({ input: { host: one.host } })}
                  >
                    {t('settings.hosts.make_primary')}
                  </Button>
                )}
                {!one.given && (
                  <Button size="compact-md" variant="subtle" color="red" onClick={() => setRemoving(one.host)}>
                    {t('settings.hosts.remove')}
                  </Button>
                )}
              </Group>
            </Group>
            {found?.host === one.host && <Report found={found} />}
          </Paper>
        ))}
      </Stack>
      <Paper withBorder p="md" component="section">
        <Title order={2} size="h5" mb="sm">
          {t('settings.hosts.add')}
        </Title>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void run();
          }}
        >
          <Group gap="sm" align="flex-end">
            <TextInput
              label={t('settings.hosts.name')}
              description={t('settings.hosts.name.help')}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              placeholder="participate.example.org"
              error={troubleOf(add.trouble, 'host') ?? (add.trouble && wordsOf(t, add.trouble))}
              flex="1 1 16rem"
              inputMode="url"
              autoCapitalize="none"
              spellCheck={false}
              disabled={!own.has}
            />
            <Button
              type="submit"
              loading={add.busy}
              disabled={!own.has || typed.trim() === ''}
              leftSection={<Icon name="plus" />}
            >
              {t('settings.hosts.add')}
            </Button>
          </Group>
        </form>
      </Paper>
      {removing && (
        <TypeToConfirm
          opened
          close={() => setRemoving(undefined)}
          title={t('settings.hosts.remove')}
          effects={[t('settings.hosts.remove.effect'), t('settings.hosts.remove.links')]}
          name={removing}
          label={t('settings.hosts.remove')}
          run={async () => {
            if (await remove.run({ input: { host: removing } })) setRemoving(undefined);
          }}
        />
      )}
    </Screen>
  );
}

function Report({ found }: { found: Found }): ReactNode {
  const t = useT();
  const done = found.verified && found.leadsHere && found.certificate === 'valid';
  return (
    <Alert
      color={done ? 'teal' : 'orange'}
      mt="sm"
      role="status"
      title={t(done ? 'settings.hosts.ready' : 'settings.hosts.todo')}
    >
      <List size="sm" spacing="sm" type="ordered">
        <List.Item>
          {t(found.proven ? 'settings.hosts.txt.found' : 'settings.hosts.txt.make')}
          <Text size="sm">
            TXT <Code>{found.record}</Code> → <Code>{found.value}</Code>
          </Text>
        </List.Item>
        <List.Item>
          {t(found.leadsHere ? 'settings.hosts.cname.found' : 'settings.hosts.cname.make')}
          <Text size="sm">
            CNAME <Code>{found.host}</Code> → <Code>{found.target}</Code>
          </Text>
          {!found.leadsHere && found.addresses.length > 0 && (
            <Text size="sm" c="dimmed">
              {t('settings.hosts.leads', { addresses: found.addresses.join(', ') })}
            </Text>
          )}
        </List.Item>
        <List.Item>
          {t(`settings.hosts.certificate.${found.certificate}`)}{' '}
          {found.certificateUntil && <When at={found.certificateUntil} exact />}
        </List.Item>
      </List>
    </Alert>
  );
}
