import { definePanels } from '@madang/console';

export const panels = definePanels({
  part: 'audit',
  screens: [
    {
      path: '/settings/audit',
      label: 'audit.title',
      group: 'settings',
      icon: 'history',
      order: 70,
      may: ['read', 'Audit'],
      load: () => import('./audit.js'),
    },
  ],
});
