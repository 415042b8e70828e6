import { definePanels } from '@madang/console';

export const panels = definePanels({
  part: 'hosting',
  screens: [
    {
      path: '/library',
      label: 'hosting.library',
      group: 'processes',
      icon: 'template',
      order: 15,
      may: ['design', 'Process'],
      feature: 'process_library',
      load: () => import('./library.js'),
    },
    {
      path: '/settings/plan',
      label: 'hosting.plan',
      group: 'settings',
      icon: 'card',
      order: 80,
      may: ['manage', 'Billing'],
      load: () => import('./plan.js'),
    },
    {
      path: '/settings/support',
      label: 'hosting.visits',
      group: 'settings',
      icon: 'eye',
      order: 75,
      may: ['read', 'SupportVisit'],
      load: () => import('./visits.js'),
    },
  ],
});
