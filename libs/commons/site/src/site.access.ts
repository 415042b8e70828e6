import { grantHeld, type Grants, type Permission } from '@madang/kernel';

export const sitePermissions: Record<string, Permission> = {
  'site.design': {
    words: { ko: '누리집 꾸미기: 첫 화면, 메뉴, 쪽, 모양', en: 'Design the site: home, menus, pages, look' },
  },
  'words.edit': { words: { ko: '용어와 문구 고치기', en: 'Edit words and messages' } },
  'templates.edit': { words: { ko: '틀과 메일 글 고치기', en: 'Edit templates and mail texts' } },
};

/** Everybody reads the site; whoever holds a permission changes its part of it. */
export const siteAccess: Grants = (who, can) => {
  can('read', 'Site');
  grantHeld(who, can, 'site.design', 'design', 'Site');
  grantHeld(who, can, 'words.edit', 'edit', 'Words');
  grantHeld(who, can, 'templates.edit', 'edit', 'Template');
};
