import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { Button, Checkbox, Fieldset, Paper, Stack, Text, Title } from '@mantine/core';
import {
  DataTable,
  graphql,
  listTools,
  Loading,
  LocalisedText,
  SaveBar,
  Screen,
  troubleOf,
  TroubleNotice,
  TypeToConfirm,
  useAct,
  useAsk,
  useDraft,
  useFeature,
  useGo,
  useMany,
  useMay,
  useParams,
  useSave,
  useT,
  useTell,
  useView,
  When,
  type Localised,
} from '@madang/console';

const Roles = graphql(`
  query RoleSheet {
    roles {
      id
      label
      name {
        locale
        text
      }
      permissions
      holders
      revision
    }
    permissions {
      name
      label
      forSpaces
      mine
    }
  }
`);
const Holders = graphql(`
  query RoleHoldersOf($roleId: ID!, $after: String, $sort: String) {
    roleHolders(roleId: $roleId, first: 30, after: $after, sort: $sort) {
      nodes {
        id
        personId
        personName
        spaceId
        spaceName
        givenBy
        givenAt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
const Take = graphql(`
  mutation TakeRoleFromMany($input: RoleHolderInput!) {
    takeRole(input: $input)
  }
`);
const Save = graphql(`
  mutation SaveRole($input: RoleInput!) {
    saveRole(input: $input)
  }
`);
const Remove = graphql(`
  mutation RemoveRole($id: ID!, $reason: String) {
    removeRole(id: $id, reason: $reason)
  }
`);

interface Form {
  name: Localised;
  permissions: string[];
}
interface Known extends Form {
  id?: string;
  revision?: number;
  holders: number;
  label: string;
}

/** Makes a role or changes one. */
export function Panel(): ReactNode {
  const { id = 'new' } = useParams();
  const t = useT();
  const asked = useAsk(Roles);
  const found = asked.data?.roles.find((role) => role.id === id);
  if (asked.error) return <TroubleNotice trouble={asked.error} again={() => asked.refetch()} />;
  if (!asked.data) return <Loading />;
  if (id !== 'new' && !found)
    return (
      <Screen title={t('people.role.title')} back={{ to: '/people/roles', label: t('people.roles.title') }}>
        <Text>{t('people.role.gone')}</Text>
      </Screen>
    );
  const role: Known = found
    ? {
        ...found,
        name: Object.fromEntries(found.name.map((one) => [one.locale, one.text])),
        permissions: [...found.permissions].sort(),
      }
    : { name: {}, permissions: [], holders: 0, label: '' };
  return <Edit key={id} role={role} permissions={asked.data.permissions} />;
}

function Edit(props: {
  role: Known;
  permissions: readonly { name: string; label: string; forSpaces: boolean; mine: boolean }[];
}): ReactNode {
  const { role } = props;
  const t = useT();
  const tell = useTell();
  const go = useGo();
  const may = useMay();
  const own = useFeature('own_roles');
  const manage = may('manage', 'Role');
  const saved = useMemo<Form>(() => ({ name: role.name, permissions: role.permissions }), [role.id, role.revision]);
  const draft = useDraft(saved, { key: `role ${role.id ?? 'new'}`, revision: role.revision });
  const [removing, setRemoving] = useState(false);
  const [made, setMade] = useState<string>();
  // The leave guard lets go once the draft is settled.
  useEffect(() => {
    if (made && !draft.dirty) go(`/people/roles/${made}`, { replace: true });
  }, [made, draft.dirty, go]);
  const remove = useAct(Remove, { done: 'people.role.removed' });
  const words = (names: readonly string[]): string =>
    names.map((name) => props.permissions.find((one) => one.name === name)?.label ?? name).join(', ');
  const { save, busy, trouble, notice } = useSave(Save, draft, {
    done: 'people.role.saved',
    variables: (form, revision) => ({
      input: {
        id: role.id ?? null,
        revision: revision ?? null,
        name: Object.entries(form.name).map(([locale, text]) => ({ locale, text })),
        permissions: form.permissions,
      },
    }),
    tell: (form) => [
      ...tell.texts(t('people.role.name'), form.name),
      { label: t('people.permissions'), text: words(form.permissions) },
    ],
    after: (done) => !role.id && setMade(done.saveRole),
  });
  return (
    <Screen
      title={role.label || t('people.role.new')}
      description={t('people.role.description')}
      back={{ to: '/people/roles', label: t('people.roles.title') }}
      width="narrow"
      actions={
        role.id &&
        manage && (
          <Button variant="subtle" color="red" onClick={() => setRemoving(true)}>
            {t('people.role.remove')}
          </Button>
        )
      }
    >
      {notice}
      <LocalisedText
        label={t('people.role.name')}
        value={draft.value.name}
        change={(name) => draft.set({ name })}
        max={60}
        required
        error={troubleOf(trouble, 'name')}
      />
      <Fieldset legend={t('people.permissions')}>
        <Stack gap="sm">
          {props.permissions.map((one) => (
            <Checkbox
              key={one.name}
              label={one.label}
              description={
                one.mine
                  ? one.forSpaces
                    ? t('people.role.for_spaces')
                    : t('people.role.site_only')
                  : t('people.role.not_mine')
              }
              disabled={!manage || !own.has || (!one.mine && !draft.value.permissions.includes(one.name))}
              checked={draft.value.permissions.includes(one.name)}
              onChange={(event) => {
                const on = event.currentTarget.checked;
                draft.set((value) => ({
                  permissions: [
                    ...value.permissions.filter((name) => name !== one.name),
                    ...(on ? [one.name] : []),
                  ].sort(),
                }));
              }}
            />
          ))}
        </Stack>
      </Fieldset>
      {role.id && <HoldersOf roleId={role.id} />}
      <SaveBar
        draft={draft}
        save={save}
        busy={busy}
        blocked={own.why ?? (draft.value.permissions.length === 0 ? t('people.role.needs_permission') : undefined)}
      />
      {removing && (
        <TypeToConfirm
          opened
          close={() => setRemoving(false)}
          title={t('people.role.remove')}
          effects={[t('people.role.remove.effect', { count: role.holders }), t('people.role.remove.final')]}
          name={role.label}
          label={t('people.role.remove')}
          withReason
          run={async (reason) => {
            if (await remove.run({ id: role.id!, reason })) go('/people/roles', { replace: true });
          }}
        />
      )}
    </Screen>
  );
}

interface Holder {
  id: string;
  personId: string;
  personName: string;
  spaceId?: string | null;
  spaceName?: string | null;
  givenBy?: string | null;
  givenAt: string;
}

function HoldersOf({ roleId }: { roleId: string }): ReactNode {
  const t = useT();
  const [view] = useView();
  const may = useMay();
  const take = useMany(Take, {
    label: t('people.role.take'),
    danger: true,
    asks: 'reason',
    variables: (row: Holder, reason) => ({
      input: { roleId, personId: row.personId, spaceId: row.spaceId ?? null, reason },
    }),
    name: (row) => (row.spaceName ? `${row.personName} (${row.spaceName})` : row.personName),
    done: 'people.role.taken_many',
  });
  const asked = useAsk(Holders, { roleId, after: view.after, sort: view.sort || null });
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h5" mb="sm">
        {t('people.role.holders')}
      </Title>
      {take.shown}
      <DataTable<Holder>
        id="role-holders"
        label={t('people.role.holders')}
        tools={listTools('role-holders', { given: { roleId } })}
        bulk={may('manage', 'Role') ? [take.act] : []}
        columns={[
          { id: 'personName', label: t('people.column.name'), sortable: true, render: (row) => row.personName },
          { id: 'spaceName', label: t('people.role.where'), render: (row) => row.spaceName ?? t('people.everywhere') },
          { id: 'givenBy', label: t('people.column.by'), render: (row) => row.givenBy ?? '—' },
          {
            id: 'givenAt',
            label: t('people.column.given'),
            sortable: true,
            render: (row) => <When at={row.givenAt} />,
          },
        ]}
        asked={asked}
        rows={asked.data?.roleHolders.nodes}
        next={asked.data?.roleHolders.pageInfo.hasNextPage ? asked.data.roleHolders.pageInfo.endCursor : null}
        keyOf={(row) => row.id}
        leads={(row) => `/people/${row.personId}`}
        empty={{ icon: 'people', title: t('people.role.nobody'), text: t('people.role.nobody.text') }}
      />
    </Paper>
  );
}
