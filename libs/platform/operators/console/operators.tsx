import { useState, type ReactNode } from 'react';
import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import {
  DataTable,
  listTools,
  operatorGraphql,
  Screen,
  TroubleNotice,
  troubleOf,
  TypeToConfirm,
  useAct,
  useAsk,
  useMay,
  useSession,
  useT,
  useView,
  When,
} from '@madang/console';
import { State } from './parts.js';

const Operators = operatorGraphql(`
  query OperatorList($words: String, $sort: String) {
    operators(words: $words, sort: $sort) {
      id
      name
      email
      role
      state
      secondFactor
      revision
      lastSeenAt
    }
  }
`);
const Invite = operatorGraphql(`
  mutation OperatorInvite($input: OperatorInviteInput!) {
    inviteOperator(input: $input)
  }
`);
const SetRole = operatorGraphql(`
  mutation OperatorSetRole($input: OperatorRoleInput!) {
    setOperatorRole(input: $input) {
      id
    }
  }
`);
const Close = operatorGraphql(`
  mutation OperatorClose($id: ID!, $revision: Int!) {
    closeOperator(id: $id, revision: $revision) {
      id
    }
  }
`);
const Reset = operatorGraphql(`
  mutation OperatorReset($id: ID!, $revision: Int!) {
    resetSecondFactor(id: $id, revision: $revision) {
      id
    }
  }
`);

type Role = 'owner' | 'operator' | 'support' | 'reader';
const ROLES: readonly Role[] = ['owner', 'operator', 'support', 'reader'];

/** Who runs the installation. */
export function Panel(): ReactNode {
  const t = useT();
  const may = useMay();
  const { person } = useSession();
  const [view] = useView();
  const asked = useAsk(Operators, { words: view.words || undefined, sort: view.sort || undefined });
  const [inviting, setInviting] = useState(false);
  const [closing, setClosing] = useState<{ id: string; email: string; revision: number }>();
  const [resetting, setResetting] = useState<{ id: string; email: string; revision: number }>();
  const setRole = useAct(SetRole, { done: 'operators.role.set' });
  const close = useAct(Close, { done: 'operators.closed' });
  const reset = useAct(Reset, { done: 'operators.second.reset' });
  const manages = may('manage', 'Operator');
  const roles = ROLES.map((value) => ({ value, label: t(`operators.role.${value}`) }));
  return (
    <Screen
      title={t('operators.operators')}
      description={t('operators.operators.text')}
      actions={
        <Button disabled={!manages} onClick={() => setInviting(true)}>
          {t('operators.invite')}
        </Button>
      }
    >
      <DataTable
        id="operators"
        label={t('operators.operators')}
        columns={[
          { id: 'name', label: t('operators.name'), sortable: true, render: (row) => row.name },
          { id: 'email', label: t('operators.email'), sortable: true, render: (row) => row.email },
          {
            id: 'role',
            label: t('operators.role'),
            sortable: true,
            render: (row) =>
              manages && row.state !== 'closed' ? (
                <Select
                  aria-label={t('operators.role_of', { name: row.name })}
                  data={roles}
                  value={row.role}
                  allowDeselect={false}
                  onChange={(role) =>
                    role && void setRole.run({ input: { id: row.id, role: role, revision: row.revision } })
                  }
                />
              ) : (
                t(`operators.role.${row.role}`)
              ),
          },
          {
            id: 'state',
            label: t('operators.tenants.state'),
            render: (row) => <State state={row.state} label={t(`operators.account.${row.state}`)} />,
          },
          {
            id: 'lastSeenAt',
            label: t('operators.seen'),
            sortable: true,
            render: (row) => <When at={row.lastSeenAt} />,
          },
          {
            id: 'acts',
            label: t('operators.acts'),
            render: (row) =>
              row.state !== 'closed' && (
                <Group gap="xs">
                  {row.secondFactor && (
                    <Button
                      size="compact-sm"
                      variant="default"
                      disabled={!manages}
                      onClick={() => setResetting({ id: row.id, email: row.email, revision: row.revision })}
                    >
                      {t('operators.second.take')}
                    </Button>
                  )}
                  {row.id !== person.id && (
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      color="red"
                      disabled={!manages}
                      onClick={() => setClosing({ id: row.id, email: row.email, revision: row.revision })}
                    >
                      {t('operators.close')}
                    </Button>
                  )}
                </Group>
              ),
          },
        ]}
        searchable={t('operators.operators.search')}
        tools={listTools('operators')}
        asked={asked}
        rows={asked.data?.operators}
        keyOf={(row) => row.id}
        empty={{ icon: 'people', title: t('operators.operators') }}
      />
      <InviteDialog opened={inviting} close={() => setInviting(false)} roles={roles} />
      <TypeToConfirm
        opened={resetting !== undefined}
        close={() => setResetting(undefined)}
        title={t('operators.second.take')}
        effects={[t('operators.second.effect'), t('operators.second.sure')]}
        name={resetting?.email ?? ''}
        label={t('operators.second.take')}
        run={async () => {
          const { id, revision } = resetting!;
          if (await reset.run({ id, revision })) setResetting(undefined);
        }}
      />
      <TypeToConfirm
        opened={closing !== undefined}
        close={() => setClosing(undefined)}
        title={t('operators.close')}
        effects={[t('operators.close.effect'), t('operators.close.back')]}
        name={closing?.email ?? ''}
        label={t('operators.close')}
        run={async () => {
          const { id, revision } = closing!;
          if (await close.run({ id, revision })) setClosing(undefined);
        }}
      />
    </Screen>
  );
}

function InviteDialog(props: {
  opened: boolean;
  close: () => void;
  roles: { value: string; label: string }[];
}): ReactNode {
  const t = useT();
  const act = useAct(Invite, { quiet: true, done: 'operators.invited' });
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('operator');
  return (
    <Modal opened={props.opened} onClose={props.close} title={t('operators.invite')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void act.run({ input: { email, name, role } }).then((done) => done && props.close());
        }}
      >
        <Stack>
          <TextInput
            label={t('operators.email')}
            type="email"
            required
            value={email}
            error={troubleOf(act.trouble, 'email')}
            onChange={(event) => setEmail(event.currentTarget.value)}
            data-autofocus
          />
          <TextInput
            label={t('operators.name')}
            required
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Select
            label={t('operators.role')}
            description={t(`operators.role.${role}.text`)}
            data={props.roles}
            value={role}
            allowDeselect={false}
            onChange={(value) => value && setRole(value as Role)}
          />
          <TroubleNotice trouble={act.trouble} />
          <Group justify="flex-end">
            <Button variant="default" onClick={props.close}>
              {t('console.cancel')}
            </Button>
            <Button type="submit" loading={act.busy}>
              {t('operators.invite')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
