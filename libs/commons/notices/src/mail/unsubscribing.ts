import { timingSafeEqual } from 'node:crypto';

/**
 * The secret of an unsubscribe link: person and topic with a seal over both. It needs no row in the
 * database and does not expire, because a mail may be opened years later.
 */
export function writeToken(personId: string, topic: string, seal: (text: string) => string): string {
  return `${personId.replaceAll('-', '')}.${topic}.${seal(`unsubscribe ${personId} ${topic}`)}`;
}

/** What a token stands for; undefined for one this tenant did not seal. */
export function readToken(
  token: string,
  seal: (text: string) => string,
): { personId: string; topic: string } | undefined {
  const found =
    /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})\.([a-z_]{1,30})\.([\w-]{20,64})$/.exec(token);
  if (!found) return undefined;
  const personId = found.slice(1, 6).join('-');
  const topic = found[6]!;
  const [given, right] = [Buffer.from(found[7]!), Buffer.from(seal(`unsubscribe ${personId} ${topic}`))];
  return given.length === right.length && timingSafeEqual(given, right) ? { personId, topic } : undefined;
}
