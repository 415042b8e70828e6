import { Injectable } from '@nestjs/common';

/** A sentence by its i18n key; the page words it in the reader's language. Parameters it may use: count, days, name, at. */
export interface Said {
  key: string;
  params?: { count?: number; days?: number; name?: string; at?: Date };
}

/** Something a home block shows; the whole card is the link. */
export interface HomeCard {
  title: string;
  href: string;
  summary?: string;
  chips?: ((Said | { text: string }) & { tone: 'open' | 'wait' | 'ok' | 'bad' | 'info' | 'closed' })[];
  meter?: { value: number; max: number; label: Said };
  facts?: (Said | { text: string })[];
}

/** A headline number and what it counts. */
export interface HomeNumber extends Said {
  value: number;
}

/** What one block asks of a source. */
export interface HomeRequest {
  /** The block that asks; the answer carries it. */
  id: string;
  list: string;
  /** Slug of the space, category or activity to stay within. */
  space?: string;
  category?: string;
  activity?: string;
  limit: number;
}

/**
 * A method's half of the home page. `read` answers all requests of one page at once, with a statement a block at most,
 * and shows only what everybody may see.
 */
export interface HomeSource {
  readonly name: string;
  /** Message key of what it is called in the console. */
  readonly title?: string;
  /** Names of lists of cards, and of sets of numbers. */
  readonly lists: readonly string[];
  readonly numbers?: readonly string[];
  read(requests: readonly HomeRequest[]): Promise<ReadonlyMap<string, readonly (HomeCard | HomeNumber)[]>>;
}

/** Sources by name. A method's reader offers itself in its constructor, so the site names no method. */
@Injectable()
export class HomeSources {
  private readonly sources = new Map<string, HomeSource>(); // filled once, when the program is put together

  offer(source: HomeSource): void {
    this.sources.set(source.name, source);
  }

  /** All sources, in the order in which they came. */
  all(): HomeSource[] {
    return [...this.sources.values()];
  }

  /** Whether a source by this name gives this list or set of numbers. */
  gives(name: string, list: string): boolean {
    const source = this.sources.get(name);
    return source !== undefined && (source.lists.includes(list) || (source.numbers ?? []).includes(list));
  }

  /** The answers to all requests of a page: one call per source, all at once. */
  async read(
    requests: readonly (HomeRequest & { source: string })[],
  ): Promise<Map<string, readonly (HomeCard | HomeNumber)[]>> {
    const answers = [...this.sources.values()].map(async (source) => {
      const asked = requests.filter(
        (request) => request.source === source.name && this.gives(source.name, request.list),
      );
      return asked.length > 0 ? [...(await source.read(asked))] : [];
    });
    return new Map((await Promise.all(answers)).flat());
  }
}
