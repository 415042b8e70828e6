import { Injectable } from '@nestjs/common';
import { actor, denied, inLanguage, isId, missing } from '@madang/kernel';
import { Get, raw, redirect, view, type PageRequest, type Reply } from '@madang/portal';
import { MyData } from './my-data.js';
import { DEEDS, itemPath, MyPageReader, type Deed, type DeedRow } from './my-page.reader.js';
import { PeopleReader } from './people.reader.js';

/** What became of an item, as a sign: its word is the method's own. */
function toneOf({ state, answer }: DeedRow): string {
  if (state === 'done' || (answer !== null && answer !== 'declined')) return 'ok';
  if (answer === 'declined' || ['missed', 'withdrawn', 'stopped'].includes(state)) return 'closed';
  return state.startsWith('awaiting') ? 'wait' : 'open';
}

/** My page, and what others see of a person. */
@Injectable()
export class MyPages {
  constructor(
    private readonly myPage: MyPageReader,
    private readonly data: MyData,
    private readonly people: PeopleReader,
  ) {}

  @Get('/me')
  async mine({ query }: PageRequest): Promise<Reply> {
    if (!actor().personId) return redirect('/sign-in?back=/me');
    const deed = DEEDS.find((one) => one === query['deed']);
    const page = await this.myPage.deeds({ deed, after: query['after'] ?? null });
    const counts = await this.myPage.counts();
    const next = page.hasNextPage && page.cursors.at(-1);
    const address = (which: Deed | undefined, after?: string): string => {
      const parts = new URLSearchParams({ ...(which ? { deed: which } : {}), ...(after ? { after } : {}) }).toString();
      return parts ? `/me?${parts}` : '/me';
    };
    return view(
      'people/me',
      {
        name: actor().displayName,
        tabs: [undefined, ...DEEDS].map((which) => ({
          key: `people.deed.${which ?? 'all'}`,
          url: address(which),
          current: which === deed,
          count: which && counts[which],
        })),
        deeds: page.nodes.map((row) => ({
          key: `people.did.${row.deed}`,
          at: row.at,
          title: row.title,
          href: itemPath(row),
          space: inLanguage(row.spaceName),
          words: row.words,
          tone: toneOf(row),
          word: `${row.kind}s.state.${row.state}`,
          isState: row.kind !== 'post',
          since: row.stateSince,
          answeredAt: row.answeredAt,
        })),
        next: next ? address(deed, next) : undefined,
      },
      { noindex: true, current: '/me' },
    );
  }

  @Get('/me/data', { limit: { name: 'data', points: 10, seconds: 3600 } })
  async download(): Promise<Reply> {
    if (actor().kind !== 'person') throw denied('sign_in_first');
    const body = JSON.stringify(await this.data.collect(), null, 2);
    return raw('application/json; charset=utf-8', body, {
      'content-disposition': 'attachment; filename="my-data.json"',
      'cache-control': 'private, no-store',
    });
  }

  @Get('/people/:id')
  async person({ params }: PageRequest): Promise<Reply> {
    const person = isId(params['id']) ? await this.people.profile(params['id']) : undefined;
    if (!person) throw missing('person_missing');
    return view(
      'people/person',
      { ...person, initial: [...person.displayName][0], mine: person.id === actor().personId },
      { title: person.displayName, noindex: true },
    );
  }
}
