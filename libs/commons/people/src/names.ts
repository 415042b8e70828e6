import { db, invalid } from '@madang/kernel';

// Korean letters and syllables, Latin letters, digits, underscore; single spaces inside.
const NAME = /^[ㄱ-ㆎ가-힣A-Za-z0-9_]+( [ㄱ-ㆎ가-힣A-Za-z0-9_]+)*$/;
const LEAST = 2;
const MOST = 20;
/** Names that would speak for the house. */
const RESERVED = [
  '탈퇴한 이용자',
  '운영자',
  '관리자',
  'closed account',
  'admin',
  'administrator',
  'moderator',
  'system',
];

/**
 * A display name in its stored form.
 * @throws DomainError invalid on `displayName`
 */
export function readName(raw: string): string {
  const name = raw.normalize('NFC').trim().replace(/ {2,}/g, ' ');
  const wrong = (code: string, params = {}): Error =>
    invalid('invalid_input', [{ field: 'displayName', code, params }]);
  if (name === '') throw wrong('required');
  if (name.length < LEAST) throw wrong('too_short', { limit: LEAST });
  if (name.length > MOST) throw wrong('too_long', { limit: MOST });
  if (!NAME.test(name)) throw wrong('display_name');
  if (RESERVED.includes(name.toLowerCase())) throw wrong('taken');
  return name;
}

/**
 * Refuses a name somebody else has. Names are public, so this tells nothing new; the address that
 * asks is left out, so that the answer does not depend on whether it is known.
 */
export async function demandFreeName(name: string, email: string | null): Promise<void> {
  await reserve(name);
  const taken = await db().row(
    `SELECT 1 FROM people WHERE lower(display_name) = lower($1) AND state <> 'closed' AND source <> 'imported' AND email IS DISTINCT FROM $2`,
    [name, email],
  );
  if (taken) throw invalid('invalid_input', [{ field: 'displayName', code: 'taken' }]);
}

/** Gives the name, or the name with the first number that is free: for people whose name was taken meanwhile. */
export async function freeName(name: string): Promise<string> {
  await reserve(name);
  const row = await db().row<{ name: string }>(
    `SELECT c.name FROM (SELECT $1::text AS name, 1 AS n UNION ALL SELECT left($1, 15) || n, n FROM generate_series(2, 9999) n) c
      WHERE NOT EXISTS (SELECT 1 FROM people p WHERE lower(p.display_name) = lower(c.name) AND p.state <> 'closed' AND p.source <> 'imported')
      ORDER BY c.n LIMIT 1`,
    [name],
  );
  return row!.name;
}

/** Two who take one name in the same moment come one after the other, until their units end: the second is told. */
async function reserve(name: string): Promise<void> {
  await db().run(`SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ' name ' || lower($1), 0))`, [
    name,
  ]);
}
