import type { Grants } from '@madang/kernel';

/** Profiles are public; everyone keeps their own account; administrators look after people. */
export const peopleAccess: Grants = (who, can) => {
  can('read', 'Person');
  if (who.personId) can('edit', 'Person', { id: who.personId });
  if (who.role === 'administrator') {
    can('manage', 'Person');
    can('read', 'Audit');
  }
};
