import { definePanels } from '@madang/console';

export const panels = definePanels({
  part: 'spaces',
  screens: [
    {
      path: '/processes',
      label: 'spaces.processes.title',
      group: 'processes',
      icon: 'route',
      order: 10,
      may: ['design', 'Process'],
      load: () => import('./process/process-list.js'),
    },
    {
      path: '/processes/$id',
      label: 'spaces.process.title',
      may: ['design', 'Process'],
      load: () => import('./process/process-editor.js'),
    },
    {
      path: '/spaces',
      label: 'spaces.places.title',
      group: 'processes',
      icon: 'groups',
      order: 20,
      may: ['design', 'Process'],
      load: () => import('./space-list.js'),
    },
    {
      path: '/categories',
      label: 'spaces.offices.title',
      group: 'processes',
      icon: 'tags',
      order: 30,
      may: ['manage', 'Space'],
      load: () => import('./offices.js'),
    },
    {
      path: '/setup',
      label: 'spaces.setup.title',
      group: 'processes',
      icon: 'rocket',
      order: 90,
      may: ['manage', 'Space'],
      load: () => import('./setup.js'),
    },
  ],
  actions: [
    { label: 'spaces.processes.new', to: '/processes?new=1', icon: 'plus', may: ['design', 'Process'] },
    { label: 'spaces.places.new', to: '/spaces?new=1', icon: 'plus', may: ['manage', 'Space'] },
  ],
});
