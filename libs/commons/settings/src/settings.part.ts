import { definePart, grantHeld } from '@madang/kernel';

export const settings = definePart({
  name: 'settings',
  home: import.meta.url,
  permissions: {
    'settings.manage': {
      words: { ko: '주소, 언어, 로그인 방식 정하기', en: 'Decide about hosts, languages and ways to sign in' },
    },
    'billing.manage': { words: { ko: '요금제와 결제 관리하기', en: 'Look after plan and billing' } },
  },
  grants: (who, can) => {
    grantHeld(who, can, 'settings.manage', 'manage', 'Settings');
    grantHeld(who, can, 'billing.manage', 'manage', 'Billing');
  },
});
