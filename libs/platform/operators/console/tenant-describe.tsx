import { useMemo, type ReactNode } from 'react';
import { TextInput } from '@mantine/core';
import { DraftDialog, operatorGraphql, troubleOf, useDraft, useSave, useT } from '@madang/console';

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
  const saved = useMemo(
    () => ({ name: tenant.name, ownerEmail: tenant.ownerEmail ?? '' }),
    [tenant.name, tenant.ownerEmail],
  );
  const draft = useDraft(saved, { key: `describe-${tenant.slug}`, revision: tenant.revision });
  const saving = useSave(Describe, draft, {
    done: 'operators.describe.done',
    variables: ({ name, ownerEmail }, revision) => ({
      input: { slug: tenant.slug, revision, name: name.trim(), ...(ownerEmail ? { ownerEmail } : {}) },
    }),
    tell: (value) => [
      { label: t('operators.describe.name'), text: value.name },
      { label: t('operators.describe.owner'), text: value.ownerEmail },
    ],
    after: close,
  });
  return (
    <DraftDialog
      title={t('operators.describe.title')}
      draft={draft}
      saving={saving}
      close={close}
      blocked={draft.value.name.trim() === ''}
    >
      <TextInput
        label={t('operators.describe.name')}
        description={t('operators.describe.name.help')}
        required
        maxLength={60}
        value={draft.value.name}
        error={troubleOf(saving.trouble, 'name')}
        onChange={(event) => draft.set({ name: event.currentTarget.value })}
      />
      <TextInput
        label={t('operators.describe.owner')}
        description={t('operators.describe.owner.help')}
        type="email"
        value={draft.value.ownerEmail}
        error={troubleOf(saving.trouble, 'ownerEmail')}
        onChange={(event) => draft.set({ ownerEmail: event.currentTarget.value })}
      />
    </DraftDialog>
  );
}
