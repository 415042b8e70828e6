import { Injectable } from '@nestjs/common';
import { isId } from '@madang/kernel';
import { Get, view, type PageRequest, type Reply } from '@madang/portal';
import { SearchReader } from './search.reader.js';

const PAGE = 20;

@Injectable()
export class SearchPages {
  constructor(private readonly reader: SearchReader) {}

  @Get('/search', { cache: true })
  async search({ query }: PageRequest): Promise<Reply> {
    const words = (query['q'] ?? '').slice(0, 100).trim();
    const kind = /^[a-z]{1,20}$/.test(query['kind'] ?? '') ? query['kind'] : undefined;
    const before = isId(query['before']) ? query['before'] : null;
    const rows = words ? await this.reader.search(words, { kind, before, first: PAGE + 1 }) : [];
    const found = rows.slice(0, PAGE);
    const last = rows.length > PAGE ? found.at(-1)!.id : undefined;
    const next = last && `/search?${new URLSearchParams({ q: words, ...(kind ? { kind } : {}), before: last }).toString()}`;
    return view('subjects/search', { words, kind, found, next }, { title: words, noindex: true });
  }
}
