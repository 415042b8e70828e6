import { definePart } from '@madang/kernel';
import { ChoicesReader } from './choices.reader.js';
import { DesignResolver } from './design.resolver.js';
import { HomeVersionsResolver } from './home/home-versions.resolver.js';
import { HomeVersions } from './home/home-versions.service.js';
import { homeVersionTables } from './migrations/0066-home-versions.js';
import { HomeReader } from './home.reader.js';
import { HomeSources } from './home-sources.js';
import { LooksResolver } from './look/looks.resolver.js';
import { SiteLooks } from './look/looks.service.js';
import { MapReader } from './map.reader.js';
import { siteTables } from './migrations/0009-site.js';
import { ownTemplateTables } from './migrations/0040-own-templates.js';
import { lookTables } from './migrations/0041-looks.js';
import { pageWorkTables } from './migrations/0043-page-work.js';
import { HtmlBlocks } from './own/html-block.js';
import { MailDrawing, OwnMails } from './own/own-mails.service.js';
import { OwnTemplatesReader } from './own/own-templates.reader.js';
import { OwnTemplatesResolver } from './own/own-templates.resolver.js';
import { OwnTemplates } from './own/own-templates.service.js';
import { OwnSlots } from './own/slots.js';
import { SiteVoice } from './own/voice.js';
import { PictureUsesOfSite } from './picture-uses.js';
import { PageDrawing, PagePreview } from './page-preview.js';
import { PageWorkResolver } from './page-work.resolver.js';
import { PageWork } from './page-work.service.js';
import { PagesReader } from './pages.reader.js';
import { Pages } from './pages.service.js';
import { SiteChanges } from './site-changes.js';
import { SiteDesk } from './site.desk.js';
import { siteAccess, sitePermissions } from './site.access.js';
import { SitePages } from './site.pages.js';
import { SiteReader } from './site.reader.js';
import { SiteResolver } from './site.resolver.js';
import { Site } from './site.service.js';
import { PresetFolder, Presets } from './tenant-files/presets.service.js';
import { TenantFiles } from './tenant-files/tenant-files.service.js';
import { WordsLists } from './words/words.lists.js';
import { WordsReader } from './words/words.reader.js';
import { WordsResolver } from './words/words.resolver.js';
import { SiteWords } from './words/words.service.js';

export const site = definePart({
  name: 'site',
  home: import.meta.url,
  migrations: [siteTables, ownTemplateTables, lookTables, pageWorkTables, homeVersionTables],
  services: [
    SiteChanges,
    HomeSources,
    SiteReader,
    SiteVoice,
    Site,
    Pages,
    PagesReader,
    HtmlBlocks,
    HomeReader,
    HomeVersions,
    MapReader,
    TenantFiles,
    ChoicesReader,
    OwnSlots,
    OwnTemplates,
    OwnTemplatesReader,
    PageDrawing,
    PagePreview,
    MailDrawing,
    OwnMails,
    SiteLooks,
    WordsReader,
    SiteWords,
    PictureUsesOfSite,
    PageWork,
    PresetFolder,
    Presets,
  ],
  resolvers: [
    SiteResolver,
    DesignResolver,
    OwnTemplatesResolver,
    LooksResolver,
    WordsResolver,
    PageWorkResolver,
    HomeVersionsResolver,
  ],
  pages: [SitePages],
  jobs: [OwnMails, PageWork],
  tasks: [SiteDesk],
  lists: [WordsLists],
  features: {
    own_templates: { words: { ko: '우리 틀 만들기', en: 'Templates of your own' } },
    mail_texts: { words: { ko: '메일 글 고치기', en: 'Wording of mails' } },
  },
  permissions: sitePermissions,
  grants: siteAccess,
});
