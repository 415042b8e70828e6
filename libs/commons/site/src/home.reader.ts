import { Injectable } from '@nestjs/common';
import { db, demand, inLanguage, TenantCache } from '@madang/kernel';
import { markdown, type SafeHtml } from '@madang/theming';
import { pathOf, SpacesReader, type ProcessRow } from '@madang/commons-spaces';
import { HomeSources, type HomeCard, type HomeNumber, type HomeRequest } from './home-sources.js';
import { readBlock, readBlocks, type Block, type StoredBlock } from './home.blocks.js';
import { HtmlBlocks } from './own/html-block.js';
import { SiteChanges } from './site-changes.js';
import { unsaved, type Unsaved } from './unsaved.js';

interface SpaceCard {
  slug: string;
  name: Record<string, string>;
  summary: Record<string, string>;
  members: number;
}

type Row = { id: string; type: string; settings: unknown };

type Items = ReadonlyMap<string, readonly (HomeCard | HomeNumber)[]>;

const BLOCKS = 'SELECT id, type, settings FROM home_blocks WHERE enabled ORDER BY position, id';

const SPACES = `SELECT slug, name, summary, member_count AS members FROM spaces
  WHERE archived_at IS NULL AND visibility = 'public' ORDER BY position, slug LIMIT 24`;

/** The home page, put together from its blocks. */
@Injectable()
export class HomeReader {
  /** The blocks as they are arranged, read and checked: a change of the site makes them anew, and a minute where news were lost. */
  private readonly arranged = new TenantCache<readonly Block[]>(1000, 60_000);

  constructor(
    private readonly spaces: SpacesReader,
    private readonly sources: HomeSources,
    private readonly html: HtmlBlocks,
    changes: SiteChanges,
  ) {
    changes.watch((tenantId) => this.arranged.forget(tenantId));
  }

  /** The blocks as they are stored, disabled ones too, for who designs the site. */
  async blocks(): Promise<StoredBlock[]> {
    demand('design', 'Site');
    return readBlocks();
  }

  /**
   * The blocks of the home page as its template draws them, in the reader's language. What they show is asked for at once: the
   * spaces, the processes, and what sources have for the blocks that ask them.
   */
  async home(): Promise<Record<string, unknown>[]> {
    const draft = unsaved()?.blocks;
    const blocks = draft ? fitting(unsavedRows(draft)) : await this.arranged.get('home', stored);
    const has = (type: Block['type']): boolean => blocks.some((block) => block.type === type);
    const [own, spaces, processes, items] = await Promise.all([
      this.html.fill(blocks),
      has('spaces') ? db().rows<SpaceCard & Record<string, unknown>>(SPACES) : [],
      has('now') ? this.spaces.processes(null, 20) : [],
      this.sources.read(blocks.flatMap(requestOf)),
    ]);
    return blocks
      .map((block) => viewOf(block, spaces, processes, items, own))
      .filter((view): view is Record<string, unknown> => view !== undefined);
  }
}

const stored = async (): Promise<readonly Block[]> => fitting(await db().rows<Row>(BLOCKS));

/** Blocks of a form that is known; an older one that no longer fits is left out. */
const fitting = (rows: readonly Row[]): Block[] =>
  rows.map(readBlock).filter((block): block is Block => block !== undefined);

/** Blocks that somebody is arranging, in the form of stored rows; what does not fit is left out until it does. */
function unsavedRows(blocks: NonNullable<Unsaved['blocks']>): Row[] {
  return blocks
    .filter((block) => block['enabled'] !== false)
    .slice(0, 24)
    .map(({ type, enabled: _, ...settings }, index) => ({ id: `unsaved-${index}`, type: String(type), settings }));
}

/** What a block asks of a source, if it asks any. */
function requestOf(block: Block): (HomeRequest & { source: string })[] {
  switch (block.type) {
    case 'list':
    case 'news':
    case 'results':
      return [{ ...block.settings, id: block.id }];
    case 'numbers':
      return [{ id: block.id, source: block.settings.source, list: block.settings.list, limit: 6 }];
    default:
      return [];
  }
}

/** A block in the reader's language; undefined when it has nothing to show, so that it leaves no empty frame. */
function viewOf(
  block: Block,
  spaces: readonly SpaceCard[],
  processes: readonly ProcessRow[],
  items: Items,
  own: ReadonlyMap<string, SafeHtml>,
): Record<string, unknown> | undefined {
  const { id, type } = block;
  const found = items.get(id) ?? [];
  switch (block.type) {
    case 'hero': {
      const { title, lead, actions = [], motif } = block.settings;
      return {
        id,
        type,
        title: inLanguage(title),
        lead: inLanguage(lead),
        motif,
        actions: actions.map((link) => ({
          label: inLanguage(link.label),
          url: link.href,
          primary: link.primary ?? false,
        })),
      };
    }
    case 'now':
      return nowOf(id, block.settings, processes);
    case 'text':
      return {
        id,
        type,
        title: inLanguage(block.settings.title),
        body: markdown(inLanguage(block.settings.body), { headings: 2, links: 'own' }),
      };
    case 'html': {
      const html = own.get(id);
      return html && { id, type, html };
    }
    case 'partners':
      return {
        id,
        type,
        title: inLanguage(block.settings.title),
        items: block.settings.items.map((link) => ({ label: inLanguage(link.label), url: link.href })),
      };
    case 'spaces': {
      const cards = spaces.slice(0, block.settings.limit).map((space) => ({
        href: `/${space.slug}`,
        name: inLanguage(space.name),
        summary: inLanguage(space.summary),
        members: space.members,
      }));
      return cards.length > 0 ? { id, type, title: inLanguage(block.settings.title), cards } : undefined;
    }
    case 'numbers':
      return found.length > 0
        ? { id, type, title: inLanguage(block.settings.title), items: found, method: block.settings.method }
        : undefined;
    case 'results':
      return found.length > 0
        ? {
            id,
            type: 'list',
            band: true,
            title: inLanguage(block.settings.title),
            cards: found,
            more: block.settings.more,
          }
        : undefined;
    case 'list':
    case 'news':
      return found.length > 0
        ? {
            id,
            type,
            band: block.type === 'list' && block.settings.band === true,
            title: inLanguage(block.settings.title),
            cards: found,
            more: block.settings.more,
          }
        : undefined;
  }
}

/** The current process: the one the block names (`space/process`), else the first that is open. */
function nowOf(
  id: string,
  settings: { title?: Record<string, string>; process?: string },
  processes: readonly ProcessRow[],
): Record<string, unknown> | undefined {
  const process = processes.find((one) =>
    settings.process ? `${one.spaceSlug}/${one.slug}` === settings.process : one.state === 'open',
  );
  if (!process) return undefined;
  const place = process.phases.findIndex((phase) => phase.standing === 'current');
  const phase = process.phases[place];
  const next = process.phases[place + 1];
  return {
    id,
    type: 'now',
    title: settings.title ? inLanguage(settings.title) : inLanguage(process.title),
    process: inLanguage(process.title),
    href: `/${process.spaceSlug}/processes/${process.slug}`,
    phase: phase && {
      title: inLanguage(phase.title),
      number: place + 1,
      until: phase.endsOn && phase.precision === 'day' ? new Date(`${phase.endsOn}T12:00:00Z`) : undefined,
    },
    next: phase && next ? inLanguage(next.title) : undefined,
    steps: pathOf(process.phases),
  };
}
