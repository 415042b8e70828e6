export { difference, type Stretch } from './difference.js';
export { HomeReader } from './home.reader.js';
export {
  HomeSources,
  type HomeCard,
  type HomeNumber,
  type HomeRequest,
  type HomeSource,
  type Said,
} from './home-sources.js';
export { siteModel } from './own/model.js';
export { MailDrawing, type DrawnMail } from './own/own-mails.service.js';
export { OwnShelf, type Failed } from './own/shelf.js';
export { OwnSlots, type OwnSlot } from './own/slots.js';
export { SiteVoice } from './own/voice.js';
export { PageDrawing, PagePreview, type DisplayMode } from './page-preview.js';
export { PictureUsesOfSite } from './picture-uses.js';
export { Pages } from './pages.service.js';
export { PagesReader } from './pages.reader.js';
export { SiteChanges } from './site-changes.js';
export { SiteReader } from './site.reader.js';
export { Site } from './site.service.js';
export { site } from './site.part.js';
export { dayOf, momentOf, readDayZero } from './tenant-files/days.js';
export {
  readPreset,
  readSeed,
  readTenantFolder,
  TenantFolderProblem,
  type TenantFolder,
} from './tenant-files/folder.js';
export type { SeedComment, SeedCrowd, SeedPerson, SeedPost, SeedProposal, Seed } from './tenant-files/seed.schema.js';
export { unsaved } from './unsaved.js';
export { TenantFiles, type Applied } from './tenant-files/tenant-files.service.js';
export type { SeedLoader, SeedWorld } from './tenant-files/seed-world.js';
export { PresetFolder, Presets } from './tenant-files/presets.service.js';
