import { definePart } from '@madang/kernel';
import { HomeReader } from './home.reader.js';
import { HomeSources } from './home-sources.js';
import { MapReader } from './map.reader.js';
import { siteTables } from './migrations/0009-site.js';
import { PagesReader } from './pages.reader.js';
import { Pages } from './pages.service.js';
import { SiteChanges } from './site-changes.js';
import { siteAccess, sitePermissions } from './site.access.js';
import { SitePages } from './site.pages.js';
import { SiteReader } from './site.reader.js';
import { SiteResolver } from './site.resolver.js';
import { Site } from './site.service.js';
import { TenantFiles } from './tenant-files/tenant-files.service.js';

export const site = definePart({
  name: 'site',
  home: import.meta.url,
  migrations: [siteTables],
  services: [SiteChanges, HomeSources, SiteReader, Site, Pages, PagesReader, HomeReader, MapReader, TenantFiles],
  resolvers: [SiteResolver],
  pages: [SitePages],
  permissions: sitePermissions,
  grants: siteAccess,
});
