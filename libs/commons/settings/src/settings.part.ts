import { definePart, grantHeld } from '@madang/kernel';
import { TenantDoor } from './door.js';
import { siteExportTables } from './migrations/0054-site-exports.js';
import { SettingsPages } from './settings.pages.js';
import { SettingsResolver } from './settings.resolver.js';
import { SiteHosts } from './site-hosts.service.js';
import { WholeSite } from './site.service.js';

export const settings = definePart({
  name: 'settings',
  home: import.meta.url,
  migrations: [siteExportTables],
  services: [TenantDoor, SiteHosts, WholeSite],
  resolvers: [SettingsResolver],
  pages: [SettingsPages],
  jobs: [WholeSite],
  features: { own_host: { words: { ko: '우리 주소 쓰기', en: 'Host names of your own' } } },
  permissions: {
    'settings.manage': {
      words: { ko: '주소, 언어, 로그인 방식 정하기', en: 'Decide about hosts, languages and ways to sign in' },
    },
    'billing.manage': { words: { ko: '요금제와 결제 관리하기', en: 'Look after plan and billing' } },
  },
  grants: (who, can) => {
    grantHeld(who, can, 'settings.manage', 'change', 'Settings');
    grantHeld(who, can, 'billing.manage', 'manage', 'Billing');
    // Everything of the site, and its end, are the administrators' own: no role of the site's gives them.
    if (who.role === 'administrator') can(['export', 'close'], 'Settings');
  },
});
