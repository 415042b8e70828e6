import { ask, graphql, lookIn } from '@madang/console';

const People = graphql(`
  query FindPeople($words: String!) {
    people(words: $words, first: 6) {
      nodes {
        id
        displayName
        email
      }
    }
  }
`);
const Things = graphql(`
  query FindThings($words: String!) {
    search(q: $words, first: 8) {
      nodes {
        id
        title
        spaceName
      }
    }
  }
`);

/** What ⌘K looks through in a tenant's console beside screens and actions. Those who may not see people find none. */
export function tenantSources(): void {
  lookIn(async (words) =>
    (await ask(People, { words })).people.nodes.map((person) => ({
      id: person.id,
      label: person.displayName,
      description: person.email ?? undefined,
      icon: 'people',
      to: `/people/${person.id}`,
    })),
  );
  lookIn(async (words) =>
    (await ask(Things, { words })).search.nodes.map((thing) => ({
      id: thing.id,
      label: thing.title,
      description: thing.spaceName,
      icon: 'message',
      to: `/inputs/${thing.id}`,
    })),
  );
}
