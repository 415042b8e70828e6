/**
 * Reads all proposals of a site over its GraphQL API, page by page, and prints them. Needs nothing but Node 20 or newer:
 *
 *   node docs/api/example-client.mjs http://solbat.localhost:3000 [--sort=support] [--q=words] [--most=200]
 *
 * MADANG_TOKEN may hold an API token for what only members may read.
 */
import { request as plain } from 'node:http';
import { request as secure } from 'node:https';

const QUERY = `
  query Proposals($after: String, $filter: ProposalFilter) {
    proposals(first: 50, after: $after, filter: $filter) {
      nodes { number spaceSlug title state authorName relates supports comments publishedAt }
      pageInfo { hasNextPage endCursor }
    }
  }`;

const [address, ...options] = process.argv.slice(2);
if (!address) {
  console.error(
    'usage: node example-client.mjs <address of a site> [--sort=new|support|comments|closing] [--q=words] [--most=200]',
  );
  process.exit(2);
}
const site = new URL(address);
const option = (name) => options.find((text) => text.startsWith(`--${name}=`))?.slice(name.length + 3);
const most = Number(option('most') ?? 200);
const filter = { sort: option('sort') ?? 'new', ...(option('q') ? { q: option('q') } : {}) };

// RFC 6761 keeps *.localhost for this machine, but not every resolver knows that.
const lookup = site.hostname.endsWith('.localhost')
  ? (_host, options, done) =>
      options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)
  : undefined;

/** Sends one operation; throws with the code of the first error. */
function ask(query, variables) {
  const { MADANG_TOKEN } = process.env;
  const headers = {
    'content-type': 'application/json',
    ...(MADANG_TOKEN ? { authorization: `Bearer ${MADANG_TOKEN}` } : {}),
  };
  const send = site.protocol === 'https:' ? secure : plain;
  return new Promise((done, fail) => {
    const request = send(new URL('/graphql', site), { method: 'POST', headers, lookup }, async (reply) => {
      let text = '';
      for await (const part of reply.setEncoding('utf8')) text += part;
      const { data, errors } = JSON.parse(text);
      if (!errors) done(data);
      else fail(new Error(`${errors[0].extensions?.code ?? reply.statusCode}: ${errors[0].message}`));
    });
    request.once('error', fail);
    request.end(JSON.stringify({ query, variables }));
  });
}

let after = null;
let printed = 0;
do {
  const { proposals } = await ask(QUERY, { after, filter });
  for (const item of proposals.nodes.slice(0, most - printed)) {
    printed += 1;
    const page = new URL(`/${item.spaceSlug}/proposals/${item.number}`, site);
    console.log(
      `${item.publishedAt.slice(0, 10)}  ${item.state.padEnd(19)} ${String(item.supports).padStart(6)}  ${item.title}`,
    );
    console.log(`            ${item.authorName ?? '–'} · ${item.relates} relate · ${item.comments} comments · ${page}`);
  }
  after = proposals.pageInfo.hasNextPage ? proposals.pageInfo.endCursor : null;
} while (after && printed < most);
console.error(`${printed} proposals`);
