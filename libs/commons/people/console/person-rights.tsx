import { useState, type ReactNode } from 'react';
import {
  ActionIcon,
  Anchor,
  Badge,
  Button,
  Group,
  Modal,
  Paper,
  Select,
  Stack,
  Text,
  Textarea,
  Title,
} from '@mantine/core';
import { graphql, Icon, LinkTo, useAct, useAsk, useMay, useT } from '@madang/console';

const Rights = graphql(`
  query RightsOfPerson($id: ID!) {
    personRights(personId: $id) {
      permission
      via
      source
      roleName
      spaceId
      spaceName
    }
    roleHolders(personId: $id, first: 100) {
      nodes {
        id
        roleId
        spaceId
        spaceName
      }
    }
    permissions {
      name
      label
    }
    roles {
      id
      label
    }
  }
`);
const Spaces = graphql(`
  query RightsSpaces {
    spaces {
      id
      name
    }
  }
`);
const Give = graphql(`
  mutation GiveRole($input: RoleHolderInput!) {
    giveRole(input: $input)
  }
`);
const Take = graphql(`
  mutation TakeRole($input: RoleHolderInput!) {
    takeRole(input: $input)
  }
`);
const Stand = graphql(`
  mutation SetStanding($input: SetRoleInput!) {
    setRole(input: $input)
  }
`);

const STANDINGS = ['member', 'organiser', 'officer', 'administrator'];

/** What somebody may do and why; roles are given and taken here. */
export function PersonRights({ personId, standing }: { personId: string; standing: string }): ReactNode {
  const t = useT();
  const may = useMay();
  const asked = useAsk(Rights, { id: personId });
  const take = useAct(Take, { done: 'people.roles.taken' });
  const [giving, setGiving] = useState<'role' | 'standing'>();
  const { roleHolders, roles = [], personRights = [], permissions = [] } = asked.data ?? {};
  const manage = may('manage', 'Role');
  const words = new Map(permissions.map((one) => [one.name, one.label]));
  const names = [...new Set(personRights.map((right) => right.permission))];
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h5" mb="xs">
        {t('people.rights')}
      </Title>
      <Stack gap="sm">
        <Group gap="xs">
          <Badge variant="default" size="lg">
            {t(`people.standing.${standing}`)}
          </Badge>
          {(roleHolders?.nodes ?? []).map((one) => (
            <Badge
              key={one.id}
              size="lg"
              variant="light"
              rightSection={
                manage && (
                  <ActionIcon
                    size={24}
                    variant="transparent"
                    c="inherit"
                    aria-label={t('people.roles.take', {
                      role: roles.find((role) => role.id === one.roleId)?.label ?? '',
                    })}
                    onClick={() =>
                      void take.run({ input: { personId, roleId: one.roleId, spaceId: one.spaceId ?? null } })
                    }
                  >
                    <Icon name="x" size={14} />
                  </ActionIcon>
                )
              }
            >
              {roles.find((role) => role.id === one.roleId)?.label} {one.spaceName && `· ${one.spaceName}`}
            </Badge>
          ))}
          {manage && (
            <>
              <Button size="compact-sm" variant="default" onClick={() => setGiving('role')}>
                {t('people.roles.give')}
              </Button>
              <Button size="compact-sm" variant="subtle" onClick={() => setGiving('standing')}>
                {t('people.standing.change')}
              </Button>
            </>
          )}
        </Group>
        {names.length === 0 && asked.data && <Text c="dimmed">{t('people.rights.none')}</Text>}
        {names.map((name) => (
          <Text key={name} size="sm">
            {words.get(name) ?? name}{' '}
            <Text span c="dimmed" size="sm">
              —{' '}
              {personRights
                .filter((right) => right.permission === name)
                .map((right) =>
                  [
                    right.via === 'role' ? right.roleName : t(`people.standing.${right.source}`),
                    right.spaceName ?? t('people.everywhere'),
                  ].join(' · '),
                )
                .join(', ')}
            </Text>
          </Text>
        ))}
        <Anchor component={LinkTo} to="/people/roles" size="sm">
          {t('people.roles.all')}
        </Anchor>
      </Stack>
      {giving === 'role' && <GiveRole personId={personId} roles={roles} close={() => setGiving(undefined)} />}
      {giving === 'standing' && (
        <ChangeStanding personId={personId} standing={standing} close={() => setGiving(undefined)} />
      )}
    </Paper>
  );
}

function GiveRole(props: {
  personId: string;
  roles: readonly { id: string; label: string }[];
  close: () => void;
}): ReactNode {
  const t = useT();
  const spaces = useAsk(Spaces);
  const give = useAct(Give, { done: 'people.roles.given' });
  const [roleId, setRoleId] = useState<string | null>(null);
  const [spaceId, setSpaceId] = useState<string | null>(null);
  const { personId, close } = props;
  return (
    <Modal opened onClose={close} title={t('people.roles.give')}>
      <Stack>
        {props.roles.length === 0 ? (
          <Text>
            {t('people.roles.empty.text')}{' '}
            <Anchor component={LinkTo} to="/people/roles/new">
              {t('people.role.new')}
            </Anchor>
          </Text>
        ) : (
          <Select
            label={t('people.role.one')}
            data={props.roles.map((role) => ({ value: role.id, label: role.label }))}
            value={roleId}
            onChange={setRoleId}
            data-autofocus
          />
        )}
        <Select
          label={t('people.role.where')}
          placeholder={t('people.everywhere')}
          data={(spaces.data?.spaces ?? []).map((space) => ({ value: space.id, label: space.name }))}
          value={spaceId}
          onChange={setSpaceId}
          clearable
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('console.cancel')}
          </Button>
          <Button
            disabled={!roleId}
            loading={give.busy}
            onClick={() =>
              void give.run({ input: { personId, roleId: roleId!, spaceId } }).then((done) => done && close())
            }
          >
            {t('people.roles.give')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function ChangeStanding(props: { personId: string; standing: string; close: () => void }): ReactNode {
  const t = useT();
  const stand = useAct(Stand, { done: 'people.standing.changed' });
  const [role, setRole] = useState(props.standing);
  const [reason, setReason] = useState('');
  const { personId, close } = props;
  return (
    <Modal opened onClose={close} title={t('people.standing.change')}>
      <Stack>
        <Select
          label={t('people.column.standing')}
          description={t(`people.standing.${role}.help`)}
          data={STANDINGS.map((value) => ({ value, label: t(`people.standing.${value}`) }))}
          value={role}
          onChange={(next) => setRole(next ?? role)}
          allowDeselect={false}
        />
        <Textarea
          label={t('people.reason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={1000}
          required
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('console.cancel')}
          </Button>
          <Button
            disabled={role === props.standing || reason.trim() === ''}
            loading={stand.busy}
            onClick={() => void stand.run({ input: { personId, role, reason } }).then((done) => done && close())}
          >
            {t('people.standing.change')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
