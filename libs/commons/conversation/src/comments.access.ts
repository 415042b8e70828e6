import { grantHeld, type Grants, type Permission } from '@madang/kernel';

export const commentsPermissions: Record<string, Permission> = {
  'comments.moderate': {
    words: { ko: '의견 가리고 되살리기', en: 'Hide and restore comments' },
    spaces: true,
    standings: ['space_organiser'],
  },
};

/** Organisers keep order in their own spaces, and whoever holds the permission where they hold it. */
export const commentsAccess: Grants = (who, can) => grantHeld(who, can, 'comments.moderate', 'moderate', 'Comment');
