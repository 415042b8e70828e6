import { grantHeld, type Grants, type Permission } from '@madang/kernel';

export const noticesPermissions: Record<string, Permission> = {
  'mails.keep': { words: { ko: '보낸 메일 보고 다시 보내기', en: 'See sent mails and send failed ones again' } },
};

/**
 * Everybody reads and chooses for themselves alone: statements carry the person. A token needs the right
 * to write. Mails of others are seen by whoever keeps them.
 */
export const noticesAccess: Grants = (who, can) => {
  if (who.personId && (who.scopes === null || who.scopes.includes('write'))) can(['read', 'choose'], 'Notice');
  grantHeld(who, can, 'mails.keep', ['read', 'send'], 'Mail');
};
