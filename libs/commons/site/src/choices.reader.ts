import { Injectable } from '@nestjs/common';
import { db, demand, inLanguage } from '@madang/kernel';
import type { Words } from '@madang/commons-spaces';
import { HomeSources, type HomeSource } from './home-sources.js';
import { SiteVoice } from './own/voice.js';

interface Choice {
  value: string;
  label: string;
}

interface ChoiceRow {
  kind: 'space' | 'process' | 'category' | 'page';
  value: string;
  name: Words;
}

/** What blocks and menus may point to. One statement; at most a few hundred choices. */
@Injectable()
export class ChoicesReader {
  constructor(
    private readonly sources: HomeSources,
    private readonly voice: SiteVoice,
  ) {}

  async read(): Promise<Record<'lists' | 'numbers' | 'spaces' | 'processes' | 'categories' | 'addresses', Choice[]>> {
    demand('design', 'Site');
    const rows = await db().rows<ChoiceRow>(CHOICES);
    const of = (kind: ChoiceRow['kind']): Choice[] =>
      rows.filter((row) => row.kind === kind).map(({ value, name }) => ({ value, label: inLanguage(name) }));
    const words = await this.voice.words();
    const listed = (source: HomeSource, lists: readonly string[] = []): Choice[] =>
      lists.map((list) => ({
        value: `${source.name}/${list}`,
        label: source.title && words.has(source.title) ? words.t(source.title) : '',
      }));
    const plain = (value: string): Choice => ({ value, label: '' });
    const [spaces, processes, pages] = [of('space'), of('process'), of('page')];
    return {
      lists: this.sources.all().flatMap((source) => listed(source, source.lists)),
      numbers: this.sources.all().flatMap((source) => listed(source, source.numbers)),
      spaces,
      processes,
      categories: of('category'),
      addresses: [
        ...['/', '/spaces', '/search', '/sign-in'].map(plain),
        ...spaces.map(({ value, label }) => ({ value: `/${value}`, label })),
        ...processes.map(({ value, label }) => ({ value: `/${value.replace('/', '/processes/')}`, label })),
        ...pages.map(({ value, label }) => ({ value: `/pages/${value}`, label })),
      ],
    };
  }
}

const CHOICES = `(SELECT 'space' AS kind, sp.slug AS value, sp.name FROM spaces sp WHERE sp.archived_at IS NULL ORDER BY sp.position, sp.slug LIMIT 100)
  UNION ALL (SELECT 'process', sp.slug || '/' || p.slug, p.title FROM processes p JOIN spaces sp ON sp.id = p.space_id WHERE sp.archived_at IS NULL AND p.state <> 'draft' ORDER BY p.created_at DESC LIMIT 100)
  UNION ALL (SELECT 'category', c.slug, c.name FROM categories c WHERE c.active ORDER BY c.position, c.slug LIMIT 100)
  UNION ALL (SELECT 'page', p.slug, (SELECT v.title FROM page_versions v WHERE v.page_id = p.id ORDER BY v.version DESC LIMIT 1)
     FROM pages p WHERE p.archived_at IS NULL ORDER BY p.position, p.slug LIMIT 100)`;
