import type { Request } from 'autocannon';
import type { Seeded } from './seed.js';

const R1 = `{ allSubjects(first: 20, orderBy: [PUBLISHED_AT_DESC], condition: { kind: "proposal" }) { nodes { rowId number title summary state relateCount supportCount commentCount publishedAt personByAuthorId { displayName } categoryByCategoryId { name } spaceBySpaceId { slug } proposalByRowId { threshold collectingUntil } } pageInfo { hasNextPage endCursor } } }`;
const R2 = `query One($id: UUID!, $me: UUID!) { subjectByRowId(rowId: $id) { rowId number title state relateCount supportCount commentCount publishedAt personByAuthorId { displayName } proposalByRowId { background content } } reactionBySubjectIdAndPersonId(subjectId: $id, personId: $me) { at } supportBySubjectIdAndPersonId(subjectId: $id, personId: $me) { at } followBySubjectIdAndPersonId(subjectId: $id, personId: $me) { at } allComments(first: 50, condition: { subjectId: $id }, orderBy: [PRIMARY_KEY_DESC]) { nodes { rowId parentId depth personByAuthorId { displayName } body stance relateCount createdAt } pageInfo { hasNextPage endCursor } } }`;

/** The same questions as PostGraphile is asked them. It has no counterpart for pages, search and exact counts. */
export function peerRequests({ busy, people }: Seeded): Record<string, Request[]> {
  const ask = (query: string, variables: object = {}): Request => ({
    method: 'POST',
    path: '/graphql',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return {
    R1: [ask(R1)],
    R2: Array.from({ length: 1000 }, (_, n) => ask(R2, { id: busy[n % busy.length]!.id, me: people[n % 200] })),
  };
}
