import { definePanels } from '@madang/console';

export const panels = definePanels({
  part: 'people',
  screens: [
    {
      path: '/people',
      label: 'people.list.title',
      group: 'people',
      icon: 'people',
      order: 10,
      may: ['list', 'Person'],
      load: () => import('./people.js'),
    },
    {
      path: '/people/members',
      label: 'people.members.title',
      group: 'people',
      icon: 'groups',
      order: 20,
      may: ['decide', 'Membership'],
      load: () => import('./members.js'),
    },
    {
      path: '/people/invitations',
      label: 'people.invitations.title',
      group: 'people',
      icon: 'invite',
      order: 30,
      may: ['manage', 'Person'],
      load: () => import('./invitations.js'),
    },
    {
      path: '/people/invite',
      label: 'people.invite.title',
      may: ['manage', 'Person'],
      load: () => import('./invite.js'),
    },
    {
      path: '/people/roles',
      label: 'people.roles.title',
      group: 'people',
      icon: 'shield',
      order: 40,
      may: ['read', 'Role'],
      load: () => import('./roles.js'),
    },
    { path: '/people/roles/$id', label: 'people.role.title', may: ['read', 'Role'], load: () => import('./role.js') },
    { path: '/people/$id', label: 'people.person.title', may: ['list', 'Person'], load: () => import('./person.js') },
    {
      path: '/settings/tokens',
      label: 'people.tokens.title',
      group: 'settings',
      icon: 'api',
      order: 50,
      may: ['manage', 'Token'],
      load: () => import('./tokens.js'),
    },
  ],
  actions: [
    { label: 'people.invite.action', to: '/people/invite', icon: 'invite', may: ['manage', 'Person'] },
    { label: 'people.role.new', to: '/people/roles/new', icon: 'shield', may: ['manage', 'Role'] },
  ],
});
