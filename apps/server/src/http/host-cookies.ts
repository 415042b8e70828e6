import type { FastifyInstance } from 'fastify';

const PREFIX = '__Host-';

/**
 * Under HTTPS every cookie of ours carries the prefix `__Host-`: browsers then keep it only when it came from this
 * very host, over TLS and for the whole of it, so that no neighbouring host can plant one. The program goes on naming
 * cookies plainly; a plain one that arrives is somebody else's and is not seen.
 */
export function keepCookiesToHosts(server: FastifyInstance, secure: boolean): void {
  if (!secure) return;
  server.addHook('onRequest', (request, _reply, done) => {
    const arrived = Object.entries(request.cookies);
    request.cookies = Object.fromEntries(
      arrived.filter(([name]) => name.startsWith(PREFIX)).map(([name, value]) => [name.slice(PREFIX.length), value]),
    );
    done();
  });
  server.addHook('onSend', (_request, reply, payload, done) => {
    const set = reply.getHeader('set-cookie');
    if (set !== undefined) reply.removeHeader('set-cookie').header('set-cookie', [set].flat().map(prefixed));
    done(null, payload);
  });
}

/** Only what may carry the prefix gets it: secure, for every path, for no other host. */
const prefixed = (cookie: unknown): string => {
  const text = String(cookie);
  const may = /;\s*secure/i.test(text) && /;\s*path=\/(;|$)/i.test(text) && !/;\s*domain=/i.test(text);
  return may && !text.startsWith(PREFIX) ? `${PREFIX}${text}` : text;
};
