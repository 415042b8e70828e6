import type { Request } from 'autocannon';
import type { Seeded } from './seed.js';
import { WORDS } from './seed.js';

export const R1 = `query List($after: String) { proposals(first: 20, after: $after) { nodes { id number spaceSlug title summary state authorName category relates supports comments threshold collectingUntil publishedAt } pageInfo { hasNextPage endCursor } } }`;
export const R2 = `query One($space: String!, $number: Int!, $id: ID!) { proposal(space: $space, number: $number) { id number title background content state authorName relates supports comments related supported following mine publishedAt } comments(subjectId: $id, first: 50) { nodes { id parentId depth authorName body stance relates related createdAt } pageInfo { hasNextPage endCursor } } }`;
export const S1 = `query Search($q: String!) { proposals(first: 20, filter: { q: $q }) { nodes { id number spaceSlug title summary state authorName supports comments publishedAt } pageInfo { hasNextPage endCursor } } }`;
export const W1 = `mutation Support($id: ID!, $on: Boolean!) { supportProposal(id: $id, on: $on) { supports supported } }`;
export const W2 = `mutation Write($input: WriteCommentInput!) { writeComment(input: $input) { id } }`;

const LENGTH = 2000;
const times = <T>(make: (n: number) => T): T[] => Array.from({ length: LENGTH }, (_, n) => make(n));
const at = <T>(list: readonly T[], n: number): T => list[n % list.length]!;

/** Requests of one operation, to us and to the limit. */
export interface Operation {
  name: string;
  what: string;
  ours: Request[];
  limit: Request[];
  /** Of the limit too: the act by somebody who is known, in the tenant's role. */
  guarded?: Request[];
}

/** A request to a tenant's host; the address of the sender changes, so that no one sends too much. */
function from(host: string, n: number, rest: Request): Request {
  return {
    ...rest,
    headers: { host, 'x-forwarded-for': `10.1.${n % 250}.${1 + Math.floor(n / 250)}`, ...rest.headers },
  };
}

export const ask = (host: string, n: number, query: string, variables: object, token?: string): Request =>
  from(host, n, {
    method: 'POST',
    path: '/graphql',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify({ query, variables }),
  });

export const page = (host: string, n: number, path: string): Request => from(host, n, { method: 'GET', path });

/** Every operation over the seeded tenant. `path` of the limit names the operation and its parameters. */
export function operations(host: string, seeded: Seeded): Operation[] {
  const { busy, all, space, tokens, people } = seeded;
  const get = (path: string): Request => ({ method: 'GET', path });
  const on = (n: number): boolean => n % 2 === 0;
  const pair = (n: number): number => Math.floor(n / 2);
  const support = (item: (n: number) => { id: string }): Pick<Operation, 'ours' | 'limit' | 'guarded'> => {
    const limit = (path: string): Request[] =>
      times((n) => get(`${path}?s=${item(pair(n)).id}&p=${at(people, pair(n) % tokens.length)}&on=${Number(on(n))}`));
    return {
      ours: times((n) => ask(host, n, W1, { id: item(pair(n)).id, on: on(n) }, at(tokens, pair(n)))),
      limit: limit('/w1'),
      guarded: limit('/w1g'),
    };
  };
  const comments = (path: string): Request[] =>
    times((n) => get(`${path}?s=${at(all, n * 41).id}&p=${at(people, n % tokens.length)}`));
  return [
    {
      name: 'R1',
      what: '20 proposals with author and counts',
      ours: times((n) => ask(host, n, R1, {})),
      limit: [get('/r1')],
    },
    {
      name: 'R2',
      what: 'proposal, 50 comments, my state',
      ours: times((n) => ask(host, n, R2, { space, number: at(busy, n).number, id: at(busy, n).id }, at(tokens, n))),
      limit: times((n) => get(`/r2?n=${at(busy, n).number}&s=${at(busy, n).id}`)),
    },
    {
      name: 'S1',
      what: 'search',
      ours: times((n) => ask(host, n, S1, { q: at(WORDS, n) })),
      limit: times((n) => get(`/s1?q=${encodeURIComponent(at(WORDS, n))}`)),
    },
    { name: 'R3', what: 'home page, not cached', ours: times((n) => page(host, n, `/?b=${n}`)), limit: [get('/r3')] },
    {
      name: 'R4',
      what: 'proposal page, not cached',
      ours: times((n) => page(host, n, `/${space}/proposals/${at(busy, n).number}?b=${n}`)),
      limit: times((n) => get(`/r4?n=${at(busy, n).number}&s=${at(busy, n).id}`)),
    },
    {
      name: 'R4c',
      what: 'proposal page, visitors’ cache',
      ours: [page(host, 0, `/${space}/proposals/${busy[0]!.number}`)],
      limit: [get(`/r4?n=${busy[0]!.number}&s=${busy[0]!.id}`)],
    },
    { name: 'W1', what: 'support and undo, spread', ...support((n) => at(all, n * 37)) },
    { name: 'W1h', what: 'support and undo, one item', ...support(() => all[5]!) },
    {
      name: 'W2',
      what: 'comment',
      ours: times((n) =>
        ask(
          host,
          n,
          W2,
          { input: { subjectId: at(all, n * 41).id, body: '저도 같은 생각이에요. 꼭 되면 좋겠습니다.' } },
          at(tokens, n),
        ),
      ),
      limit: comments('/w2'),
      guarded: comments('/w2g'),
    },
  ];
}
