import { definePanels } from '@madang/console';

export const panels = definePanels({
  part: 'notices',
  screens: [
    {
      path: '/settings/mails',
      label: 'notices.mails.title',
      group: 'settings',
      icon: 'mail',
      order: 60,
      may: ['read', 'Mail'],
      load: () => import('./mails.js'),
    },
  ],
});
