import { grantHeld, type Grants, type Permission } from '@madang/kernel';

export const inputsPermissions: Record<string, Permission> = {
  'inputs.read': {
    words: { ko: '들어온 것 모두 살펴보기', en: 'Look through all inputs' },
    spaces: true,
    standings: ['space_organiser', 'officer'],
  },
  'inputs.enter': {
    words: { ko: '종이·전화로 받은 것 대신 올리기', en: 'Enter what came on paper or by telephone' },
    spaces: true,
    standings: ['space_organiser', 'officer'],
  },
  'answers.approve': {
    words: { ko: '답변 승인하기', en: 'Approve answers' },
    spaces: true,
    standings: ['space_organiser'],
  },
};

/** Officers see everything that comes in, organisers what comes into their spaces. */
export const inputsAccess: Grants = (who, can) => {
  grantHeld(who, can, 'inputs.read', 'read', 'Input');
  grantHeld(who, can, 'inputs.enter', 'enter', 'Input');
  grantHeld(who, can, 'answers.approve', 'approve', 'Answer');
};
