export { settings } from './settings.part.js';
export { TenantDoor, type HostCheck, type SiteHost, type SiteLanguages } from './door.js';
export { SiteHosts } from './site-hosts.service.js';
export { WholeSite } from './site.service.js';
