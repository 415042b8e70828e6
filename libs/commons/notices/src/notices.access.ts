import type { Grants } from '@madang/kernel';

/** Everybody reads and chooses for themselves alone: statements carry the person. A token needs the right to write. */
export const noticesAccess: Grants = (who, can) => {
  if (!who.personId) return;
  if (who.scopes === null || who.scopes.includes('write')) can(['read', 'choose'], 'Notice');
};
