import { useState, type ReactNode } from 'react';
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { ConflictNotice, operatorGraphql, TroubleNotice, troubleOf, useAct, useT } from '@madang/console';

const Describe = operatorGraphql(`
  mutation OperatorDescribe($input: DescribeTenantInput!) {
    describeTenant(input: $input) {
      revision
    }
  }
`);

/** What the platform knows of a tenant, as it was read. */
interface Described {
  slug: string;
  name: string;
  ownerEmail?: string | null;
  revision: number;
}

/** Name and contact of an organisation. Of two operators at once the second sees both versions and chooses. */
export function DescribeDialog({ tenant, close }: { tenant: Described; close: () => void }): ReactNode {
  const t = useT();
  const act = useAct(Describe, { done: 'operators.describe.done', quiet: true });
  const [name, setName] = useState(tenant.name);
  const [ownerEmail, setOwnerEmail] = useState(tenant.ownerEmail ?? '');
  const [seen, setSeen] = useState(tenant.revision);
  const conflict = act.trouble?.code === 'changed_meanwhile';
  const save = async (revision: number): Promise<void> => {
    setSeen(revision);
    const input = { slug: tenant.slug, revision, name: name.trim(), ...(ownerEmail ? { ownerEmail } : {}) };
    if (await act.run({ input })) close();
  };
  const lines = (one: string, other: string): { label: string; text: string }[] => [
    { label: t('operators.describe.name'), text: one },
    { label: t('operators.describe.owner'), text: other },
  ];
  return (
    <Modal opened onClose={close} title={t('operators.describe.title')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save(seen);
        }}
      >
        <Stack>
          {conflict && (
            <ConflictNotice
              mine={lines(name, ownerEmail)}
              theirs={lines(tenant.name, tenant.ownerEmail ?? '')}
              keepMine={() => void save(tenant.revision)}
              takeTheirs={() => {
                setName(tenant.name);
                setOwnerEmail(tenant.ownerEmail ?? '');
                setSeen(tenant.revision);
                act.clear();
              }}
            />
          )}
          {!conflict && <TroubleNotice trouble={act.trouble} />}
          <TextInput
            label={t('operators.describe.name')}
            description={t('operators.describe.name.help')}
            required
            maxLength={60}
            value={name}
            error={troubleOf(act.trouble, 'name')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={t('operators.describe.owner')}
            description={t('operators.describe.owner.help')}
            type="email"
            value={ownerEmail}
            error={troubleOf(act.trouble, 'ownerEmail')}
            onChange={(event) => setOwnerEmail(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('console.cancel')}
            </Button>
            <Button type="submit" loading={act.busy} disabled={conflict || name.trim() === ''}>
              {t('console.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
