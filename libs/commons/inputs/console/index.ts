import { definePanels } from '@madang/console';

export const panels = definePanels({
  part: 'inputs',
  screens: [
    {
      path: '/inputs',
      label: 'inputs.title',
      group: 'inputs',
      icon: 'inbox',
      order: 10,
      may: ['read', 'Input'],
      load: () => import('./input-list.js'),
    },
    {
      path: '/inputs/enter',
      label: 'inputs.enter.title',
      group: 'inputs',
      icon: 'edit',
      order: 20,
      may: ['enter', 'Input'],
      load: () => import('./entry.js'),
    },
    {
      path: '/inputs/templates',
      label: 'inputs.templates.title',
      group: 'inputs',
      icon: 'template',
      order: 30,
      may: ['read', 'Input'],
      load: () => import('./templates.js'),
    },
    {
      path: '/inputs/bulk',
      label: 'inputs.bulk.title',
      group: 'inputs',
      icon: 'history',
      order: 40,
      may: ['read', 'Input'],
      load: () => import('./bulk-list.js'),
    },
    { path: '/inputs/$id', label: 'inputs.one', may: ['read', 'Input'], load: () => import('./input-detail.js') },
  ],
  actions: [{ label: 'inputs.enter.title', to: '/inputs/enter', icon: 'edit', may: ['enter', 'Input'] }],
});
