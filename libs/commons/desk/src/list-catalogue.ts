import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import {
  context,
  inContext,
  inUnit,
  listSources,
  missing,
  tenant,
  TenantDatabase,
  type Context,
  type ExportList,
  type ListRow,
  type Manner,
  type Slice,
} from '@madang/kernel';

/** Rows read at once while a file is written. */
const PAGE = 500;

/** How files are written for whoever asks here: in their language, by the clocks of the site. */
export const mannerHere = (): Manner => ({
  locales: [context().locale, tenant().locale],
  timeZone: tenant().timeZone,
});

/** The lists that can leave as files, and their rows page by page. */
@Injectable()
export class ListCatalogue {
  constructor(
    private readonly database: TenantDatabase,
    private readonly container: ModuleRef,
  ) {}

  /** Lists there are, with their columns. */
  all(): ExportList<never>[] {
    return listSources().flatMap((type) => this.container.get(type, { strict: false }).lists());
  }

  /** @throws DomainError missing */
  find(name: string): ExportList<never> {
    const list = this.all().find((one) => one.name === name);
    if (!list) throw missing('list_missing');
    return list;
  }

  /** The rows of a list, each page in a unit of its own; runs outside the request's own calls. */
  async *pages(name: string, filter: unknown, current: Context): AsyncGenerator<readonly ListRow[]> {
    const list = this.find(name);
    for (let after: string | null = null, more = true; more;) {
      const from: string | null = after;
      const page: Slice<object> = await inContext({ ...current, unit: undefined }, () =>
        inUnit(this.database, true, () => list.page(filter as never, PAGE, from)),
      );
      yield page.nodes as readonly ListRow[];
      after = page.cursors.at(-1) ?? null;
      more = page.hasNextPage;
    }
  }
}
