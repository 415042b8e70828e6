import { grantHeld, type Grants, type Permission } from '@madang/kernel';

export const peoplePermissions: Record<string, Permission> = {
  'people.read': { words: { ko: '사람 목록과 연락처 보기', en: 'See people and their addresses' } },
  'people.manage': { words: { ko: '초대하고 이용을 막거나 풀기', en: 'Invite, ban and let in again' } },
  'roles.manage': { words: { ko: '역할과 권한 정하기', en: 'Decide about roles and permissions' } },
  'tokens.manage': { words: { ko: '다른 사람의 API 토큰 보고 없애기', en: 'See and revoke API tokens of others' } },
  'sign_in.decide': { words: { ko: '가입과 로그인 방식 정하기', en: 'Decide how people join and sign in' } },
};

/** Profiles are public; everyone keeps their own account; whoever holds a permission looks after the others. */
export const peopleAccess: Grants = (who, can) => {
  can('read', 'Person');
  if (who.personId) can('edit', 'Person', { id: who.personId });
  grantHeld(who, can, 'people.read', 'list', 'Person');
  grantHeld(who, can, 'people.manage', ['list', 'manage'], 'Person');
  grantHeld(who, can, 'roles.manage', ['read', 'manage'], 'Role');
  grantHeld(who, can, 'roles.manage', 'list', 'Person');
  grantHeld(who, can, 'sign_in.decide', 'decide', 'SignIn');
  grantHeld(who, can, 'tokens.manage', 'manage', 'Token');
};
