import { useState, type ReactNode } from 'react';
import { Badge, Button, Checkbox, Code, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { operatorGraphql, useAct, useMay, useT } from '@madang/console';

/** What the screen of a tenant shows. */
export const TenantPart = operatorGraphql(`
  fragment TenantPart on PlatformTenant {
    id
    slug
    name
    url
    state
    plan
    placement
    movingTo
    schemaVersion
    upToDate
    canary
    health
    troubles
    error
    ownerEmail
    createdAt
    archivedAt
    eraseAfter
    revision
    figures {
      people
      subjects
      activities
      mailsMonth
      databaseBytes
      fileBytes
      activeAt
      exportedAt
      measuredAt
    }
    hosts {
      host
      primary
      verified
      record
      value
    }
  }
`);
const Add = operatorGraphql(`
  mutation OperatorAddHost($slug: String!, $host: String!, $trusted: Boolean!) {
    addHost(slug: $slug, host: $host, trusted: $trusted) {
      host
    }
  }
`);
const Verify = operatorGraphql(`
  mutation OperatorVerifyHost($slug: String!, $host: String!) {
    verifyHost(slug: $slug, host: $host) {
      slug
    }
  }
`);
const Primary = operatorGraphql(`
  mutation OperatorPrimaryHost($slug: String!, $host: String!) {
    makeHostPrimary(slug: $slug, host: $host) {
      slug
    }
  }
`);
const Remove = operatorGraphql(`
  mutation OperatorRemoveHost($slug: String!, $host: String!) {
    removeHost(slug: $slug, host: $host) {
      slug
    }
  }
`);

interface Host {
  host: string;
  primary: boolean;
  verified: boolean;
  record: string;
  value: string;
}

/** Hosts of a tenant: proven by a record in the DNS, or vouched for. */
export function TenantHosts({ tenant }: { tenant: { slug: string; hosts: readonly Host[] } }): ReactNode {
  const t = useT();
  const may = useMay();
  const [host, setHost] = useState('');
  const [trusted, setTrusted] = useState(false);
  const add = useAct(Add, { done: 'operators.hosts.added' });
  const verify = useAct(Verify, { done: 'operators.hosts.proven' });
  const primary = useAct(Primary, {});
  const remove = useAct(Remove, { done: 'operators.hosts.removed' });
  const { slug } = tenant;
  const allowed = may('run', 'Tenant');
  return (
    <Paper withBorder p="md">
      <Title order={2} size="h4">
        {t('operators.hosts')}
      </Title>
      <Text c="dimmed" size="sm" mb="sm">
        {t('operators.hosts.text')}
      </Text>
      <Stack>
        {tenant.hosts.map((one) => (
          <Stack key={one.host} gap={4}>
            <Group gap="sm">
              <Text fw={650}>{one.host}</Text>
              {one.primary && (
                <Badge variant="dot" tt="none">
                  {t('operators.hosts.primary')}
                </Badge>
              )}
              {!one.verified && (
                <Badge color="orange" variant="dot" tt="none">
                  {t('operators.hosts.unproven')}
                </Badge>
              )}
            </Group>
            {!one.verified && one.record && (
              <Text size="sm" component="div">
                {t('operators.hosts.record')}{' '}
                <Code className="console-wrap">
                  {one.record} TXT {one.value}
                </Code>
              </Text>
            )}
            <Group gap="xs">
              {!one.verified && (
                <Button
                  size="compact-sm"
                  variant="default"
                  disabled={!allowed}
                  loading={verify.busy}
                  onClick={() => void verify.run({ slug, host: one.host })}
                >
                  {t('operators.hosts.check')}
                </Button>
              )}
              {one.verified && !one.primary && (
                <Button
                  size="compact-sm"
                  variant="default"
                  disabled={!allowed}
                  onClick={() => void primary.run({ slug, host: one.host })}
                >
                  {t('operators.hosts.make_primary')}
                </Button>
              )}
              <Button
                size="compact-sm"
                variant="subtle"
                color="red"
                disabled={!allowed}
                aria-label={t('operators.hosts.remove_one', { host: one.host })}
                onClick={() => void remove.run({ slug, host: one.host })}
              >
                {t('operators.hosts.remove')}
              </Button>
            </Group>
          </Stack>
        ))}
        {allowed && (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void add.run({ slug, host, trusted }).then((done) => done && setHost(''));
            }}
          >
            <Group align="flex-end" gap="sm">
              <TextInput
                label={t('operators.hosts.new')}
                placeholder="www.example.org"
                value={host}
                onChange={(event) => setHost(event.currentTarget.value)}
                flex="1 1 14rem"
              />
              <Button type="submit" variant="default" disabled={!host.includes('.')} loading={add.busy}>
                {t('operators.hosts.add')}
              </Button>
            </Group>
            <Checkbox
              mt="xs"
              label={t('operators.hosts.trusted')}
              checked={trusted}
              onChange={(event) => setTrusted(event.currentTarget.checked)}
            />
          </form>
        )}
      </Stack>
    </Paper>
  );
}
