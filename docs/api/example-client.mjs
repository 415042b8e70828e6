/**
 * Reads all proposals of a site over its GraphQL API, page by page, and prints them. Needs nothing but Node 20 or newer:
 *
 *   node docs/api/example-client.mjs http://solbat.localhost:3000 [--sort=support] [--q=words] [--most=200]
 *
 * MADANG_TOKEN may hold an API token for what only members may read.
 */
const QUERY = `
  query Proposals($after: String, $filter: ProposalFilter) {
    proposals(first: 50, after: $after, filter: $filter) {
      nodes { number spaceSlug title state authorName relates supports comments publishedAt }
      pageInfo { hasNextPage endCursor }
    }
  }`;

const [site, ...options] = process.argv.slice(2);
if (!site) {
  console.error(
    'usage: node example-client.mjs <address of a site> [--sort=new|support|comments|closing] [--q=words] [--most=200]',
  );
  process.exit(2);
}
const option = (name) => options.find((text) => text.startsWith(`--${name}=`))?.slice(name.length + 3);
const most = Number(option('most') ?? 200);
const filter = { sort: option('sort') ?? 'new', ...(option('q') ? { q: option('q') } : {}) };

/** Sends one operation; throws with the code of the first error. */
async function ask(query, variables) {
  const reply = await fetch(new URL('/graphql', site), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(process.env.MADANG_TOKEN ? { authorization: `Bearer ${process.env.MADANG_TOKEN}` } : {}),
    },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await reply.json();
  if (errors) throw new Error(`${errors[0].extensions?.code ?? reply.status}: ${errors[0].message}`);
  return data;
}

let after = null;
let printed = 0;
do {
  const { proposals } = await ask(QUERY, { after, filter });
  for (const item of proposals.nodes.slice(0, most - printed)) {
    printed += 1;
    const address = new URL(`/${item.spaceSlug}/proposals/${item.number}`, site);
    console.log(
      `${item.publishedAt.slice(0, 10)}  ${item.state.padEnd(19)} ${String(item.supports).padStart(6)}  ${item.title}`,
    );
    console.log(
      `            ${item.authorName ?? '–'} · ${item.relates} relate · ${item.comments} comments · ${address}`,
    );
  }
  after = proposals.pageInfo.hasNextPage ? proposals.pageInfo.endCursor : null;
} while (after && printed < most);
console.error(`${printed} proposals`);
