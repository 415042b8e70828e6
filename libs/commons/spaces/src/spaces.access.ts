import type { Grants } from '@madang/kernel';

/** Organisers decide and design processes in their own spaces, administrators everywhere; spaces are the administrators'. */
export const spacesAccess: Grants = (who, can) => {
  can('read', 'Space');
  if (who.role === 'administrator') {
    can('decide', 'Membership');
    can('design', ['Space', 'Process']);
  }
  for (const [spaceId, role] of who.spaces)
    if (role === 'organiser') {
      can('decide', 'Membership', { spaceId });
      can('design', 'Process', { spaceId });
    }
};
