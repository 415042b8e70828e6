import { grantHeld, type Grants, type Permission } from '@madang/kernel';

export const proposalsPermissions: Record<string, Permission> = {
  'proposals.assign': {
    words: { ko: '제안 담당자 정하기', en: 'Put somebody in charge of proposals' },
    spaces: true,
    standings: ['space_organiser', 'officer'],
  },
  'proposals.answer': {
    words: { ko: '맡지 않은 제안에도 답변하기', en: 'Answer proposals, also those others are in charge of' },
    spaces: true,
  },
  'proposals.moderate': {
    words: { ko: '제안 가리고 올리고 고정하기', en: 'Hide, lift and pin proposals' },
    spaces: true,
    standings: ['space_organiser'],
  },
};

/**
 * Anybody signed in proposes, relates and supports; officers answer what they or their department
 * are in charge of; the rest belongs to whoever holds the permission.
 */
export const proposalsAccess: Grants = (who, can) => {
  if (who.personId && (who.scopes === null || who.scopes.includes('write'))) {
    can(['submit', 'support', 'relate', 'follow'], 'Proposal');
    can(['edit', 'withdraw'], 'Proposal', { authorId: who.personId });
  }
  if (who.role === 'officer') {
    can('answer', 'Proposal', { officerId: who.personId });
    if (who.departmentId) can('answer', 'Proposal', { departmentId: who.departmentId });
  }
  grantHeld(who, can, 'proposals.assign', 'assign', 'Proposal');
  grantHeld(who, can, 'proposals.answer', 'answer', 'Proposal');
  grantHeld(who, can, 'proposals.moderate', ['hide', 'lift', 'pin', 'see_hidden'], 'Proposal');
  // Seeds and imports bring proposals without being anybody.
  if (who.role === 'administrator') can(['submit', 'support', 'relate'], 'Proposal');
};
