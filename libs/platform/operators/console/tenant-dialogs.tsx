import { useState, type ReactNode } from 'react';
import { Button, Checkbox, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import {
  operatorGraphql,
  troubleOf,
  TroubleNotice,
  TypeToConfirm,
  useAct,
  useAsk,
  useGo,
  useT,
  useWords,
} from '@madang/console';
import { PlacementSelect } from './placement-select.js';
import { bytes } from './parts.js';

const Suspend = operatorGraphql(`
  mutation OperatorSuspend($slug: String!, $reason: String!) {
    suspendTenant(slug: $slug, reason: $reason) {
      state
    }
  }
`);
const Erasure = operatorGraphql(`
  query OperatorErasure($slug: String!) {
    erasure(slug: $slug) {
      people
      subjects
      rows
      databaseBytes
      fileBytes
      hosts
      days
    }
  }
`);
const Erase = operatorGraphql(`
  mutation OperatorErase($slug: String!, $typed: String!, $reason: String!) {
    eraseTenant(slug: $slug, typed: $typed, reason: $reason) {
      state
    }
  }
`);
const Clone = operatorGraphql(`
  mutation OperatorClone($input: CloneTenantInput!) {
    cloneTenant(input: $input)
  }
`);
const Rename = operatorGraphql(`
  mutation OperatorRename($slug: String!, $to: String!, $keepHost: Boolean!) {
    renameTenant(slug: $slug, to: $to, keepHost: $keepHost) {
      slug
    }
  }
`);

const ResetFactor = operatorGraphql(`
  mutation OperatorResetFactor($input: ResetFactorInput!) {
    resetFactor(input: $input)
  }
`);

interface DialogProps {
  slug: string;
  opened: boolean;
  close: () => void;
}

/** Closes a site for the time being. */
export function SuspendDialog({ slug, opened, close }: DialogProps): ReactNode {
  const t = useT();
  const act = useAct(Suspend, { done: 'operators.tenant.suspended' });
  return (
    <TypeToConfirm
      opened={opened}
      close={close}
      title={t('operators.tenant.suspend')}
      effects={[t('operators.suspend.effect'), t('operators.suspend.back')]}
      name={slug}
      label={t('operators.tenant.suspend')}
      withReason
      run={async (reason) => (await act.run({ slug, reason })) && close()}
    />
  );
}

/** Says what will be gone before anything is; after it the site is closed and can be restored for 30 days. */
export function EraseDialog({ slug, opened, close }: DialogProps): ReactNode {
  const t = useT();
  const words = useWords();
  const asked = useAsk(Erasure, { slug }, { enabled: opened });
  const act = useAct(Erase, { done: 'operators.erase.done' });
  const told = asked.data?.erasure;
  return (
    <TypeToConfirm
      opened={opened}
      close={close}
      title={t('operators.erase.title')}
      effects={
        told
          ? [
              t('operators.erase.people', { count: told.people }),
              t('operators.erase.subjects', { count: told.subjects }),
              t('operators.erase.size', {
                rows: words.number(told.rows),
                database: bytes(told.databaseBytes),
                files: bytes(told.fileBytes),
              }),
              t('operators.erase.hosts', { hosts: told.hosts.join(', ') }),
              t('operators.erase.days', { days: told.days }),
            ]
          : [t('console.loading')]
      }
      name={slug}
      label={t('operators.tenant.erase')}
      withReason
      run={async (reason) => (await act.run({ slug, typed: slug, reason })) && close()}
    >
      <TroubleNotice trouble={asked.error} />
    </TypeToConfirm>
  );
}

/** A second organisation like this one. */
export function CloneDialog({
  slug,
  placement,
  opened,
  close,
  started,
}: DialogProps & { placement: string; started: (operation: string) => void }): ReactNode {
  const t = useT();
  const act = useAct(Clone, { quiet: true, refresh: ['OperatorTenants', 'OperatorOperations'] });
  const [to, setTo] = useState('');
  const [name, setName] = useState('');
  const [people, setPeople] = useState(false);
  const [place, setPlace] = useState(placement);
  return (
    <Modal opened={opened} onClose={close} title={t('operators.clone.title')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void act
            .run({ input: { slug, to, ...(name ? { name } : {}), withoutPeople: !people, placement: place } })
            .then((done) => {
              if (!done) return;
              started(done.cloneTenant);
              close();
            });
        }}
      >
        <Stack>
          <TextInput
            label={t('operators.provision.slug')}
            required
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
            data-autofocus
          />
          <TextInput
            label={t('operators.clone.name')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Checkbox
            label={t('operators.clone.people')}
            description={t('operators.clone.people.text')}
            checked={people}
            onChange={(event) => setPeople(event.currentTarget.checked)}
          />
          <PlacementSelect value={place} choose={setPlace} />
          <TroubleNotice trouble={act.trouble} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('console.cancel')}
            </Button>
            <Button type="submit" loading={act.busy}>
              {t('operators.tenant.clone')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** Another short name, and with it another default address. */
export function RenameDialog({ slug, opened, close }: DialogProps): ReactNode {
  const t = useT();
  const go = useGo();
  const act = useAct(Rename, { quiet: true, done: 'operators.rename.done' });
  const [to, setTo] = useState('');
  const [keep, setKeep] = useState(true);
  return (
    <Modal opened={opened} onClose={close} title={t('operators.tenant.rename')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void act.run({ slug, to, keepHost: keep }).then((done) => {
            if (!done) return;
            close();
            go(`/tenants/${to}`, { replace: true });
          });
        }}
      >
        <Stack>
          <Text>{t('operators.rename.text')}</Text>
          <TextInput
            label={t('operators.provision.slug')}
            required
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
            data-autofocus
          />
          <Checkbox
            label={t('operators.rename.keep')}
            checked={keep}
            onChange={(event) => setKeep(event.currentTarget.checked)}
          />
          <TroubleNotice trouble={act.trouble} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('console.cancel')}
            </Button>
            <Button type="submit" loading={act.busy}>
              {t('operators.tenant.rename')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** Lets somebody in again who lost their second factor and whom no administrator of the site can help. */
export function RescueDialog({ slug, opened, close }: DialogProps): ReactNode {
  const t = useT();
  const [email, setEmail] = useState('');
  const act = useAct(ResetFactor, { done: 'operators.rescue.done' });
  return (
    <TypeToConfirm
      opened={opened}
      close={close}
      title={t('operators.rescue')}
      effects={[t('operators.rescue.effect'), t('operators.rescue.known'), t('operators.rescue.sure')]}
      name={slug}
      label={t('operators.rescue')}
      withReason
      run={async (reason) => (await act.run({ input: { slug, email, reason } })) && close()}
    >
      <TextInput
        label={t('operators.rescue.email')}
        type="email"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={troubleOf(act.trouble, 'email')}
        required
      />
    </TypeToConfirm>
  );
}
