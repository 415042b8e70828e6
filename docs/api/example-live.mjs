/**
 * Follows the counts of a proposal and prints them whenever they change. Needs Node 20 or newer and the package ws:
 *
 *   node docs/api/example-live.mjs http://solbat.localhost:3000 <id of a proposal>
 *
 * MADANG_TOKEN may hold an API token for what only members may see. Ids come from `proposals { nodes { id title } }`.
 */
import { WebSocket } from 'ws';

const [address, id] = process.argv.slice(2);
if (!address || !id) {
  console.error('usage: node example-live.mjs <address of a site> <id of a proposal>');
  process.exit(2);
}

const QUERY = `subscription ($id: ID!) { proposalCounts(id: $id) { state supports relates comments } }`;
const { MADANG_TOKEN } = process.env;
const site = new URL('/graphql', address.replace(/^http/, 'ws'));
// RFC 6761 keeps *.localhost for this machine, but not every resolver knows that.
const lookup = site.hostname.endsWith('.localhost')
  ? (_host, options, done) =>
      options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)
  : undefined;
const socket = new WebSocket(site, 'graphql-transport-ws', { lookup });
const send = (message) => socket.send(JSON.stringify(message));

socket.onopen = () =>
  send({ type: 'connection_init', payload: MADANG_TOKEN ? { authorization: `Bearer ${MADANG_TOKEN}` } : {} });
socket.onmessage = ({ data }) => {
  const { type, payload } = JSON.parse(data);
  if (type === 'connection_ack') send({ id: '1', type: 'subscribe', payload: { query: QUERY, variables: { id } } });
  else if (type === 'ping') send({ type: 'pong' });
  else if (type === 'next' && payload.data) console.log(payload.data.proposalCounts);
  else if (payload) {
    const [error] = payload.errors ?? payload;
    console.error(`${error.extensions.code}: ${error.message}`);
    socket.close();
  }
};
socket.onerror = () => console.error('no connection');
socket.onclose = ({ code, reason }) => {
  console.error(`closed: ${code} ${reason}`);
  process.exitCode = 1;
};
