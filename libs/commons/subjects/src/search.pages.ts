import { Injectable } from '@nestjs/common';
import { isId, subjectHref, subjectKinds } from '@madang/kernel';
import { Get, view, type PageRequest, type Reply } from '@madang/portal';
import { SearchReader } from './search.reader.js';

const PAGE = 20;

@Injectable()
export class SearchPages {
  constructor(private readonly reader: SearchReader) {}

  @Get('/search', { cache: true })
  async search({ query }: PageRequest): Promise<Reply> {
    const words = (query['q'] ?? '').slice(0, 100).trim();
    const kinds = subjectKinds().map((known) => known.kind);
    const kind = kinds.find((known) => known === query['kind']);
    const before = isId(query['before']) ? query['before'] : null;
    const rows = words ? await this.reader.search(words, { kind, before, first: PAGE + 1 }) : [];
    const found = rows.slice(0, PAGE);
    const last = rows.length > PAGE ? found.at(-1)!.id : undefined;
    const next =
      last && `/search?${new URLSearchParams({ q: words, ...(kind ? { kind } : {}), before: last }).toString()}`;
    const address = (chosen?: string): string =>
      `/search?${new URLSearchParams({ q: words, ...(chosen ? { kind: chosen } : {}) }).toString()}`;
    const tabs = [undefined, ...kinds].map((value) => ({
      key: `search.kind.${value ?? 'all'}`,
      url: address(value),
      current: value === kind,
    }));
    return view(
      'subjects/search',
      {
        words,
        tabs,
        found: found.map((row) => ({ ...row, href: subjectHref(row.kind, row.spaceSlug, row.number) })),
        next,
      },
      { title: words || undefined, noindex: true },
    );
  }
}
