import { Args, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { inLanguage, tenant } from '@madang/kernel';
import { HomeReader } from './home.reader.js';
import { PagesReader } from './pages.reader.js';
import { Pages } from './pages.service.js';
import { SiteReader } from './site.reader.js';
import { Site } from './site.service.js';
import {
  byLocale,
  HomeBlock,
  json,
  PageDraftInput,
  SiteChange,
  SiteInfo,
  SitePage,
  SitePageSummary,
  SiteValueInput,
} from './site.types.js';

@Resolver()
export class SiteResolver {
  constructor(
    private readonly reader: SiteReader,
    private readonly site: Site,
    private readonly pages: Pages,
    private readonly pagesReader: PagesReader,
    private readonly homes: HomeReader,
  ) {}

  @Query(() => SiteInfo, { name: 'site', description: 'Name, languages, menu and footer of this site.' })
  async info(): Promise<SiteInfo> {
    const shell = await this.reader.shell();
    const link = (one: { label: Record<string, string>; href: string }): { label: string; href: string } => ({
      label: inLanguage(one.label),
      href: one.href,
    });
    return {
      name: inLanguage(shell.name),
      slogan: inLanguage(shell.slogan),
      locale: tenant().locale,
      locales: tenant().locales,
      timeZone: tenant().timeZone,
      operator: inLanguage(shell.operator.name),
      menu: shell.menu.map((entry) => ({ ...link(entry), items: entry.items.map(link) })),
      footer: shell.footer.map(link),
    };
  }

  @Query(() => SitePage, { description: 'A page of the site: the version in force, or the one asked for.' })
  async page(
    @Args('slug') slug: string,
    @Args('version', { type: () => Int, nullable: true }) version?: number,
  ): Promise<SitePage> {
    const row = await this.pagesReader.page(slug, version);
    return { ...row, title: inLanguage(row.title), body: inLanguage(row.body), changeNote: inLanguage(row.changeNote) };
  }

  @Query(() => [SitePageSummary], { description: 'The pages of the site; at most 500.' })
  async pagesOfSite(): Promise<SitePageSummary[]> {
    return (await this.pagesReader.list()).map((row) => ({ ...row, title: inLanguage(row.title) }));
  }

  @Query(() => [HomeBlock], { description: 'The blocks of the home page as they are stored. Administrators only.' })
  async homeBlocks(): Promise<HomeBlock[]> {
    return (await this.homes.blocks()).map((block) => ({ ...block, settings: JSON.stringify(block.settings) }));
  }

  @Query(() => String, {
    nullable: true,
    description: 'One value of the site as it is stored, JSON in all languages. Administrators only.',
  })
  async siteValue(@Args('key') key: string): Promise<string | null> {
    const value = await this.site.value(key);
    return value === null ? null : JSON.stringify(value);
  }

  @Mutation(() => SiteChange, { description: 'Sets one value of the site. Administrators only.' })
  async setSiteValue(@Args('input') input: SiteValueInput): Promise<SiteChange> {
    return { changed: await this.site.setValue(input.key, json(input.value, 'value'), input.revision), version: null };
  }

  @Mutation(() => SiteChange, { description: 'Saves the draft of a page. Administrators only.' })
  async savePageDraft(@Args('input') input: PageDraftInput): Promise<SiteChange> {
    const draft = {
      ...input,
      title: byLocale(input.title),
      body: byLocale(input.body),
      changeNote: byLocale(input.changeNote),
    };
    return { changed: true, version: await this.pages.saveDraft(draft) };
  }

  @Mutation(() => SiteChange, {
    description: 'Publishes the draft of a page, in force from a day. Administrators only.',
  })
  async publishPage(
    @Args('slug') slug: string,
    @Args('effectiveOn', { type: () => String, nullable: true }) effectiveOn?: string,
  ): Promise<SiteChange> {
    return { changed: true, version: await this.pages.publish(slug, effectiveOn) };
  }

  @Mutation(() => SiteChange, {
    description: 'Replaces the menu; `menu` is JSON: [{label: {ko, en}, href?, items?}]. Administrators only.',
  })
  async saveMenu(
    @Args('menu') menu: string,
    @Args('revision', { type: () => String, nullable: true }) revision?: string,
  ): Promise<SiteChange> {
    return { changed: await this.site.saveMenu(json(menu, 'menu'), revision), version: null };
  }

  @Mutation(() => SiteChange, {
    description: 'Replaces the blocks of the home page; `blocks` is JSON: [{type, …settings}]. Administrators only.',
  })
  async saveHomeBlocks(
    @Args('blocks') blocks: string,
    @Args('revision', { type: () => String, nullable: true }) revision?: string,
  ): Promise<SiteChange> {
    return { changed: await this.site.saveHomeBlocks(json(blocks, 'blocks'), revision), version: null };
  }
}
