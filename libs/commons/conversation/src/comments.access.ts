import type { Grants } from '@madang/kernel';

/** Organisers keep order in their own spaces, administrators everywhere. */
export const commentsAccess: Grants = (who, can) => {
  if (who.role === 'administrator') can('moderate', 'Comment');
  for (const [spaceId, role] of who.spaces) if (role === 'organiser') can('moderate', 'Comment', { spaceId });
};
