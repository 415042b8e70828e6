import type { Grants } from '@madang/kernel';

/**
 * Anybody signed in proposes, relates and supports; organisers keep order and assign in their spaces;
 * officers assign and answer what their department has; administrators all of it.
 */
export const proposalsAccess: Grants = (who, can) => {
  if (who.personId && (who.scopes === null || who.scopes.includes('write'))) {
    can(['submit', 'support', 'relate', 'follow'], 'Proposal');
    can(['edit', 'withdraw'], 'Proposal', { authorId: who.personId });
  }
  for (const [spaceId, role] of who.spaces)
    if (role === 'organiser') can(['hide', 'assign', 'lift', 'pin', 'see_hidden'], 'Proposal', { spaceId });
  if (who.role === 'officer') {
    can('assign', 'Proposal');
    can('answer', 'Proposal', { officerId: who.personId });
    if (who.departmentId) can('answer', 'Proposal', { departmentId: who.departmentId });
  }
  if (who.role === 'administrator')
    can(['hide', 'assign', 'lift', 'pin', 'answer', 'see_hidden', 'submit', 'support', 'relate'], 'Proposal');
};
