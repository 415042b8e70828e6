import type { Grants } from '@madang/kernel';

/** Anybody signed in sends pictures ahead; what they may be attached to, the items say. */
export const mediaAccess: Grants = (who, can) => {
  if (who.personId && (who.scopes === null || who.scopes.includes('write'))) can('send', 'Picture');
};
