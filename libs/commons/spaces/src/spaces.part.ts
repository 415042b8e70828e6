import { definePart } from '@madang/kernel';
import { SiteWords } from '@madang/portal';
import { MembersReader } from './members.reader.js';
import { MembersResolver } from './members.resolver.js';
import { Memberships } from './memberships.service.js';
import { spacesTables } from './migrations/0003-spaces.js';
import { processDesignTables } from './migrations/0046-process-design.js';
import { Covers } from './places/covers.js';
import { Offices } from './places/offices.service.js';
import { PlacesReader } from './places/places.reader.js';
import { PlacesResolver } from './places/places.resolver.js';
import { Places } from './places/places.service.js';
import { Activities } from './processes/activities.service.js';
import { DesignReader } from './processes/design.reader.js';
import { Designs } from './processes/designs.service.js';
import { Methods } from './processes/methods.service.js';
import { Previews } from './processes/previews.service.js';
import { ProcessesDesk } from './processes/processes.desk.js';
import { ProcessLists } from './processes/processes.lists.js';
import { ProcessesResolver } from './processes/processes.resolver.js';
import { Processes } from './processes/processes.service.js';
import { Publishing } from './processes/publishing.service.js';
import { SeenByResidents } from './processes/seen.service.js';
import { roleSpaces } from './migrations/0051-role-spaces.js';
import { spaceCovers } from './migrations/0060-space-covers.js';
import { spacesAccess, spacesPermissions } from './spaces.access.js';
import { SpacesDesk } from './spaces.desk.js';
import { SpacesPages } from './spaces.pages.js';
import { SpacesReader } from './spaces.reader.js';
import { SpacesResolver } from './spaces.resolver.js';

export const spaces = definePart({
  name: 'spaces',
  home: import.meta.url,
  migrations: [spacesTables, processDesignTables, roleSpaces, spaceCovers],
  services: [
    ...[SiteWords, SpacesReader, Memberships, MembersReader, DesignReader, PlacesReader],
    ...[Processes, Activities, Publishing, Designs, Previews, SeenByResidents, Methods, Covers, Places, Offices],
  ],
  tasks: [SpacesDesk, ProcessesDesk],
  lists: [SpacesDesk, ProcessLists],
  resolvers: [SpacesResolver, MembersResolver, ProcessesResolver, PlacesResolver],
  pages: [SpacesPages],
  jobs: [Publishing],
  permissions: spacesPermissions,
  grants: spacesAccess,
});
