import { definePanels } from '@madang/console';

export const panels = definePanels({
  part: 'desk',
  screens: [
    { path: '/', label: 'desk.home.title', group: 'now', icon: 'home', order: 0, load: () => import('./home.js') },
  ],
});
