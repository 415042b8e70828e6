import { definePanels } from '@madang/console';

export const panels = definePanels({
  part: 'desk',
  screens: [
    {
      path: '/',
      label: 'desk.home.title',
      group: 'now',
      icon: 'home',
      order: 0,
      may: ['enter', 'Console'],
      load: () => import('./home.js'),
    },
    {
      path: '/files',
      label: 'desk.files.title',
      group: 'now',
      icon: 'download',
      order: 90,
      may: ['make', 'Export'],
      load: () => import('./files.js'),
    },
  ],
});
