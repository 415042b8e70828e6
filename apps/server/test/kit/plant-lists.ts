type Sql = <T extends object>(statement: string, values?: unknown[]) => Promise<T[]>;

const AT = `date_trunc('second', now()) - interval '1 minute' + n * interval '1 microsecond'`;

// Seven rows for every list that has none in a demo site, a microsecond apart. $1 is an administrator, $2 a role.
const ROWS = [
  `INSERT INTO audit (id, actor_id, act, object_kind, details, at) SELECT gen_random_uuid(), $1, 'spec.noted', 'spec', '{}', ${AT} FROM s`,
  `INSERT INTO invitations (id, batch_id, email, role, state, created_at) SELECT gen_random_uuid(), $1, 'i' || n || '@spec.example', 'member', 'revoked', ${AT} FROM s`,
  `INSERT INTO list_files (id, person_id, list, format, columns, filter, locale, created_at, expires_at)
     SELECT gen_random_uuid(), $1, 'people', 'csv', '{name}', '{}', 'ko', ${AT}, now() + interval '1 day' FROM s`,
  `INSERT INTO mails (id, recipient, locale, topic, state, created_at, due_at) SELECT gen_random_uuid(), 'm' || n || '@spec.example', 'ko', 'news', 'sent', ${AT}, now() FROM s`,
  `INSERT INTO support_visits (id, operator, reason, opened_at, expires_at) SELECT gen_random_uuid(), '운영', '시험해 보기', ${AT}, ${AT} FROM s`,
  `INSERT INTO media (id, owner_id, name, mime, width, height, bytes, sha256, created_at) SELECT gen_random_uuid(), $1, 'p' || n, 'image/webp', 1, 1, 1, 'ab', ${AT} FROM s`,
  `INSERT INTO media (id, owner_id, name, mime, bytes, sha256, created_at) SELECT gen_random_uuid(), $1, 'd' || n || '.pdf', 'application/pdf', 1, 'ab', ${AT} FROM s`,
  `INSERT INTO api_tokens (id, person_id, name, token_hash, scopes, created_at) SELECT gen_random_uuid(), $1, 't' || n, 'spec' || n, '{read}', ${AT} FROM s`,
  `WITH e AS (INSERT INTO events (id, name, at) SELECT gen_random_uuid(), 'spec.happened', ${AT} FROM s RETURNING id, at)
     INSERT INTO notices (id, person_id, event_id, topic, params, at) SELECT gen_random_uuid(), $1, id, 'news', '{"as":"members","say":"post"}', at FROM e`,
  `WITH p AS (INSERT INTO people (id, display_name, created_at) SELECT gen_random_uuid(), '많은 ' || n, ${AT} FROM s RETURNING id, created_at)
     INSERT INTO role_holders (id, role_id, person_id, given_at) SELECT gen_random_uuid(), $2, id, created_at FROM p`,
  `WITH one AS (SELECT x FROM subjects x WHERE x.kind = 'post' AND x.hidden_at IS NULL LIMIT 1),
     made AS (INSERT INTO subjects SELECT (jsonb_populate_record(x, jsonb_build_object('id', gen_random_uuid(), 'number', 9000 + n, 'source_key', NULL))).* FROM one, s RETURNING id)
     INSERT INTO posts (id, body) SELECT id, '글' FROM made`,
  `INSERT INTO reactions (subject_id, person_id, at) SELECT x.id, $1, ${AT} FROM s JOIN (SELECT id, row_number() OVER (ORDER BY id) AS r FROM subjects WHERE hidden_at IS NULL AND published_at IS NOT NULL) x ON x.r = s.n`,
];

// What a demo site has in number comes in one millisecond, too.
const CLOSE: [table: string, column: string][] = [
  ['subjects', 'published_at'],
  ['subjects', 'active_at'],
  ['proposals', 'collecting_until'],
  ['memberships', 'requested_at'],
  ['processes', 'created_at'],
  ['supports', 'at'],
];

/** Gives every list of a tenant rows that differ by microseconds alone, as rows have that SQL's own clock wrote. */
export async function plantLists(sql: Sql, admin: string, role: string): Promise<void> {
  for (const statement of ROWS)
    await sql(
      `WITH s AS (SELECT n FROM generate_series(1, 7) n), given AS (SELECT $1::uuid, $2::uuid) ${statement.startsWith('WITH ') ? `, ${statement.slice(5)}` : statement}`,
      [admin, role],
    );
  for (const [table, column] of CLOSE)
    await sql(
      `UPDATE ${table} t SET ${column} = date_trunc('second', now()) + least(o.n, 900) * interval '1 microsecond'
         FROM (SELECT ctid AS at, row_number() OVER () AS n FROM ${table} WHERE ${column} IS NOT NULL) o WHERE t.ctid = o.at`,
    );
}
