import { grantHeld, type Grants, type Permission } from '@madang/kernel';

export const mediaPermissions: Record<string, Permission> = {
  'documents.add': {
    words: { ko: '자료 파일 올리고 글에 붙이기', en: 'Add documents and attach them to posts' },
    spaces: true,
    standings: ['space_organiser', 'officer'],
  },
};

/**
 * Anybody signed in sends pictures ahead; what they may be attached to, the items say. Pictures of the site belong to its
 * design; documents may also be added by whoever writes for it.
 */
export const mediaAccess: Grants = (who, can) => {
  if (who.personId && (who.scopes === null || who.scopes.includes('write'))) can('send', 'Picture');
  grantHeld(who, can, 'documents.add', 'add', 'Document');
};
