import { grantHeld, type Grants, type Permission } from '@madang/kernel';

export const spacesPermissions: Record<string, Permission> = {
  'members.decide': {
    words: { ko: '공간 구성원 받고 내보내기', en: 'Decide about members of spaces' },
    spaces: true,
    standings: ['space_organiser'],
  },
  'spaces.manage': { words: { ko: '공간 만들고 고치기', en: 'Make and change spaces' }, spaces: true },
  'processes.design': {
    words: { ko: '과정과 단계 설계하기', en: 'Design processes and phases' },
    spaces: true,
    standings: ['space_organiser'],
  },
};

/** Organisers decide in their own spaces; the rest belongs to whoever holds the permission. */
export const spacesAccess: Grants = (who, can) => {
  can('read', 'Space');
  grantHeld(who, can, 'members.decide', 'decide', 'Membership');
  grantHeld(who, can, 'spaces.manage', 'manage', 'Space');
  grantHeld(who, can, 'processes.design', 'design', 'Process');
};
