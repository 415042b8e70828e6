import type { Grants } from '@madang/kernel';

/** Organisers decide in their own spaces, administrators everywhere. */
export const spacesAccess: Grants = (who, can) => {
  can('read', 'Space');
  if (who.role === 'administrator') can('decide', 'Membership');
  for (const [spaceId, role] of who.spaces) if (role === 'organiser') can('decide', 'Membership', { spaceId });
};
