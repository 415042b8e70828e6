import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@madang/kernel';
import { WebSocket } from 'ws';
import { freePort } from '../../../infra/dev/embedded-postgres.mjs';
import { installed, startSystem, type Started } from './kit/system.js';
import { asking, openHouse, type House } from './kit/yard.js';
import { ROOT } from './rules/tree.js';

const program = installed('caddy');
// Where Caddy is not installed this suite has nothing to test: it comes from the system's packages, not from npm.
const suite = program ? describe : describe.skip;

/**
 * Our file as it is shipped, but for where the application is, who signs, and which ports are free: certificates come from a CA of
 * Caddy's own instead of from one in the net.
 */
const shipped = (app: number, port: number, plain: number): string =>
  readFileSync(join(ROOT, 'infra/caddy/Caddyfile'), 'utf8')
    .replaceAll('web:3000', `127.0.0.1:${app}`)
    .replace(
      'email {$ACME_EMAIL}',
      `admin off\n\tlocal_certs\n\tskip_install_trust\n\thttps_port ${port}\n\thttp_port ${plain}`,
    );

interface Visit {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
  cookies: string[];
}

suite(`behind Caddy${program ? '' : ' (not installed here)'}`, () => {
  let house: House;
  let caddy: Started;
  let ca: Buffer;
  let plain: number;

  beforeAll(async () => {
    house = await openHouse({ TRUST_PROXY: '1', PUBLIC_SCHEME: 'https' });
    await house.program.provisioning.create({ slug: 'grove', name: { ko: '숲', en: 'Grove' }, locales: ['ko', 'en'] });
    plain = await freePort();
    caddy = await startSystem(program!, (port, folder) => ({
      files: { Caddyfile: shipped(house.port, port, plain) },
      args: ['run', '--config', join(folder, 'Caddyfile'), '--adapter', 'caddyfile'],
      env: { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    }));
    ca = readFileSync(join(caddy.folder, 'caddy/pki/authorities/local/root.crt'));
  }, 60_000);
  afterAll(async () => {
    await caddy?.stop();
    await house?.close();
  });

  /** A visit by name, the certificate looked at as a browser does. */
  const visit = (host: string, path = '/'): Promise<Visit> =>
    new Promise((done, fail) => {
      const { port } = caddy;
      request(
        { host: '127.0.0.1', port, path, servername: host, ca, headers: { host: `${host}:${port}` } },
        (answer) => {
          let body = '';
          answer.setEncoding('utf8').on('data', (piece: string) => (body += piece));
          answer.once('end', () =>
            done({
              status: answer.statusCode!,
              headers: answer.headers,
              body,
              cookies: answer.headers['set-cookie'] ?? [],
            }),
          );
        },
      )
        .once('error', fail)
        .end();
    });

  it('a tenant has its certificate at the first visit', async () => {
    const { status, body } = await visit('grove.localhost');
    expect(status).toBe(200);
    expect(body).toContain('<title>숲</title>');
  });

  it('a host of nobody gets none', async () => {
    await expect(visit('nobody.localhost')).rejects.toThrow(/alert/);
  });

  it('so has the platform, and a host that a tenant takes later', async () => {
    expect((await visit('localhost')).body).toContain('<title>마당</title>');
    await expect(visit('wood.localhost')).rejects.toThrow(/alert/);
    await house.program.provisioning.create({ slug: 'wood', name: { ko: '나무' } });
    expect((await visit('wood.localhost')).body).toContain('<title>나무</title>');
  });

  it.each(['/metrics', '/internal/tls-ask?domain=grove.localhost'])('%s is for the inside only', async (path) => {
    expect((await house.ask('localhost', path)).status).toBe(200);
    expect((await visit('localhost', path)).status).toBe(404);
    expect((await visit('grove.localhost', path)).status).toBe(404);
  });

  it('the application knows that the visit was safe', async () => {
    const { cookies, headers } = await visit('grove.localhost', '/en/spaces');
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) expect(cookie).toMatch(/^__Host-\w+=.*; Secure/);
    expect(headers['strict-transport-security']).toContain('max-age=');
  });

  it('who comes without TLS is sent to the safe address', async () => {
    const answer = await asking(plain, 'grove.localhost', '/spaces', {});
    expect([answer.status, answer.headers['location']]).toEqual([
      308,
      expect.stringMatching(/^https:\/\/grove\.localhost(:\d+)?\/spaces$/),
    ]);
  });

  it('live counts pass through', async () => {
    const { port } = caddy;
    const host = 'grove.localhost';
    const origin = `https://${host}:${port}`;
    const tls = { ca, servername: host, headers: { host: `${host}:${port}`, origin } };
    const socket = new WebSocket(`wss://127.0.0.1:${port}/graphql`, 'graphql-transport-ws', tls);
    const heard: string[] = [];
    const ended = new Promise<void>((done, fail) => socket.once('error', fail).once('close', () => done()));
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init' })));
    socket.on('message', (data: Buffer) => {
      const { type } = JSON.parse(data.toString('utf8')) as { type: string };
      heard.push(type);
      const query = 'subscription ($id: ID!) { proposalCounts(id: $id) { supports } }';
      if (type === 'connection_ack')
        socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query, variables: { id: newId() } } }));
      else socket.close();
    });
    await ended;
    // There is no such proposal: the answer is the application's own.
    expect(heard).toEqual(['connection_ack', expect.stringMatching(/^(error|next)$/)]);
  });
});
