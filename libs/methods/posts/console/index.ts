import { definePanels } from '@madang/console';

export const panels = definePanels({
  part: 'posts',
  screens: [
    {
      path: '/site/notices',
      label: 'posts.console.title',
      group: 'site',
      icon: 'news',
      order: 50,
      may: ['pin', 'Post'],
      load: () => import('./notices.js'),
    },
  ],
  actions: [{ label: 'posts.console.write', to: '/site/notices?write=yes', icon: 'plus', may: ['pin', 'Post'] }],
});
