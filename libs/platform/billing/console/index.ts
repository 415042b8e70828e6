import { definePanels } from '@madang/console';

export const panels = definePanels({
  part: 'billing',
  screens: [
    {
      path: '/plans',
      label: 'billing.plans',
      group: 'money',
      icon: 'list',
      order: 10,
      may: ['read', 'Plan'],
      load: () => import('./plans.js'),
    },
    {
      path: '/invoices',
      label: 'billing.invoices',
      group: 'money',
      icon: 'card',
      order: 20,
      may: ['read', 'Bill'],
      load: () => import('./invoices.js'),
    },
    {
      path: '/tenants/$slug/bill',
      label: 'billing.account',
      may: ['read', 'Bill'],
      load: () => import('./account.js'),
    },
  ],
});
