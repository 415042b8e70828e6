import { definePart } from '@madang/kernel';
import { Memberships } from './memberships.service.js';
import { spacesTables } from './migrations/0003-spaces.js';
import { roleSpaces } from './migrations/0051-role-spaces.js';
import { spacesAccess, spacesPermissions } from './spaces.access.js';
import { SpacesPages } from './spaces.pages.js';
import { SpacesReader } from './spaces.reader.js';
import { SpacesResolver } from './spaces.resolver.js';

export const spaces = definePart({
  name: 'spaces',
  home: import.meta.url,
  migrations: [spacesTables, roleSpaces],
  services: [SpacesReader, Memberships],
  resolvers: [SpacesResolver],
  pages: [SpacesPages],
  permissions: spacesPermissions,
  grants: spacesAccess,
});
