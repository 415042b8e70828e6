import { definePanels } from '@madang/console';

export const panels = definePanels({
  part: 'settings',
  screens: [
    {
      path: '/settings/hosts',
      label: 'settings.hosts.title',
      group: 'settings',
      icon: 'world',
      order: 10,
      may: ['change', 'Settings'],
      feature: 'own_host',
      load: () => import('./hosts.js'),
    },
    {
      path: '/settings/languages',
      label: 'settings.languages.title',
      group: 'settings',
      icon: 'language',
      order: 20,
      may: ['change', 'Settings'],
      load: () => import('./languages.js'),
    },
    {
      path: '/settings/data',
      label: 'settings.data.title',
      group: 'settings',
      icon: 'download',
      order: 90,
      may: ['export', 'Settings'],
      load: () => import('./data.js'),
    },
  ],
});
