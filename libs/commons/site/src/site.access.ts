import type { Grants } from '@madang/kernel';

/** Everybody reads the site; administrators design it, by a token only when it may manage. */
export const siteAccess: Grants = (who, can) => {
  can('read', 'Site');
  if (who.role === 'administrator' && (who.scopes === null || who.scopes.includes('manage'))) can('design', 'Site');
};
