import { newId } from '@madang/kernel';
import type { ConsoleHouse } from './console.js';

/** A list of the console, and a view of it that is not the one it begins with. */
export interface ListAt {
  /** Name of its views and files. */
  name: string;
  path: string;
  view: string;
  /** Columns that are drawn or stand in two cells of the file: only their heading is compared. */
  drawn?: readonly string[];
  /** Rows there must be at least. */
  least?: number;
}

/** Every list of a site's console. */
export const LISTS: readonly ListAt[] = [
  { name: 'people', path: '/people', view: 'sort=displayName&role=officer', least: 1 },
  { name: 'members', path: '/people/members', view: 'sort=name&state=member' },
  { name: 'invitations', path: '/people/invitations', view: 'cols=email,gives,state,createdAt&sort=-email' },
  { name: 'tokens', path: '/settings/tokens', view: 'sort=-name' },
  { name: 'role-holders', path: '/people/roles/$role', view: 'sort=personName' },
  { name: 'audit', path: '/settings/audit', view: 'act=answers&sort=at', drawn: ['한 일', '대상', '자세히'] },
  { name: 'mails', path: '/settings/mails', view: 'sort=createdAt' },
  { name: 'inputs', path: '/inputs', view: 'order=supports', drawn: ['제목', '담당', '답변 기한'] },
  {
    name: 'processes',
    path: '/processes',
    view: 'sort=-title&cols=title,state,space,phases,createdAt',
    drawn: ['단계'],
  },
  { name: 'notices', path: '/site/notices', view: 'sort=-title' },
  { name: 'texts', path: '/look/texts', view: 'part=proposals&cols=text,state,original,key&sort=-text' },
  { name: 'terms', path: '/look/terms', view: 'sort=-word' },
  { name: 'slots-page', path: '/look/templates', view: 'sort=-name&cols=name,state,slot' },
  { name: 'slots-mail', path: '/look/mails', view: 'sort=name&cols=name,language,state,slot' },
  { name: 'pages', path: '/site/pages', view: 'sort=-slug' },
  { name: 'pictures', path: '/site/files', view: 'sort=-name', drawn: ['그림'] },
  { name: 'documents', path: '/site/files?kind=documents', view: 'sort=-bytes' },
  { name: 'designs', path: '/library', view: 'cols=title,summary,from,copies', drawn: ['과정'], least: 1 },
  { name: 'support-visits', path: '/settings/support', view: 'sort=openedAt', drawn: ['상태'] },
  { name: 'files', path: '/files', view: 'sort=lines' },
];

/** By list: what it takes to be written by the server, and a column of it. */
export type Exports = Readonly<Record<string, { filter: object; column: string }>>;

/** Lists that the API puts in order, with what they take besides and by what they are ordered. */
export const ORDERED: readonly { field: string; args?: string; id?: string; by: readonly string[] }[] = [
  { field: 'people', args: 'role: "member"', by: ['displayName', 'createdAt', 'lastSeenAt'] },
  { field: 'members', id: 'personId spaceId', by: ['name', 'requestedAt'] },
  { field: 'invitations', by: ['email', 'createdAt', 'sentAt'] },
  { field: 'heldTokens', by: ['name', 'personName', 'createdAt', 'lastUsedAt'] },
  { field: 'roleHolders', by: ['personName', 'givenAt'] },
  { field: 'audit', by: ['at'] },
  { field: 'mails', by: ['createdAt'] },
  { field: 'manageProcesses', by: ['title', 'state', 'createdAt'] },
  { field: 'posts', args: 'space: "$space", board: "$board"', by: ['title', 'comments', 'publishedAt', 'usual'] },
  { field: 'pictureLibrary', by: ['name', 'bytes', 'createdAt'] },
  { field: 'documentLibrary', by: ['name', 'bytes', 'createdAt'] },
  { field: 'supportVisits', by: ['openedAt'] },
  { field: 'siteMessages', args: 'locale: "ko", part: "posts"', id: 'key', by: ['text', 'original', 'key'] },
];

/** Puts something into every list. */
export async function listsOf(
  yard: ConsoleHouse,
): Promise<{ path(list: ListAt): string; board: { space: string; board: string }; exports: Exports }> {
  const { sql } = yard;
  const [me] = await sql<{ id: string }>(`SELECT id FROM people WHERE email = $1`, [await yard.email()]);
  const admin = me!.id;
  const cookie = await yard.cookie();
  const { data } = await yard.house.gql(
    yard.host,
    `mutation { saveRole(input: { name: [{ locale: "ko", text: "이웃 소식" }], permissions: ["exports.make"] }) }`,
    {},
    { cookie, 'apollo-require-preflight': '1' },
  );
  const role = String(data!['saveRole']);
  const others = await sql<{ id: string }>(
    `SELECT id FROM people WHERE state = 'active' AND role = 'member' ORDER BY created_at, id LIMIT 3`,
  );
  for (const [index, { id }] of others.entries()) {
    await sql(
      `INSERT INTO role_holders (id, role_id, person_id, given_by, given_at) VALUES ($1, $2, $3, $4, now() - make_interval(days => $5))`,
      [newId(), role, id, admin, index],
    );
    await sql(
      `INSERT INTO invitations (id, batch_id, email, role, state, invited_by, created_at, sent_at) VALUES ($1, $1, $2, $3, $4, $5, now() - make_interval(hours => $6), $7)`,
      [
        newId(),
        `invited${index}@spec.example`,
        ['member', 'officer', 'member'][index],
        ['failed', 'revoked', 'waiting'][index],
        admin,
        index,
        index < 2 ? new Date() : null,
      ],
    );
    await sql(
      `INSERT INTO api_tokens (id, person_id, name, token_hash, scopes, created_at) VALUES ($1::uuid, $2, $3, $1::text, '{read,write}', now() - make_interval(days => $4))`,
      [newId(), id, ['=1+1', '나무 통계', '공개 자료'][index], index],
    );
    await sql(
      `INSERT INTO support_visits (id, operator, reason, on_behalf_of, may_write, opened_at, expires_at, ended_at)
       VALUES ($1, $2, '설정을 함께 봐요', $3, $4, now() - make_interval(days => $5), now() - make_interval(days => $5) + interval '10 minutes', now())`,
      [newId(), `지원 ${index}`, index === 0 ? '관리자' : null, index === 1, index + 1],
    );
    await sql(
      `INSERT INTO list_files (id, person_id, list, format, columns, filter, locale, state, lines, created_at, expires_at)
       VALUES ($1, $2, 'people', 'csv', '{email}', '{}', 'ko', 'done', $3, now() - make_interval(hours => $3), now() + interval '1 day')`,
      [newId(), admin, index + 1],
    );
    for (const [name, mime, width] of [
      [`그림 ${index}`, 'image/webp', 640],
      [`회의록 ${index}.pdf`, 'application/pdf', null],
    ])
      await sql(
        `INSERT INTO media (id, owner_id, name, alt, mime, width, height, bytes, sha256, created_at)
         VALUES ($1::uuid, $2, $3, '설명', $4, $5, $5, $6, $1::text, now() - make_interval(hours => $7))`,
        [newId(), admin, name, mime, width, 2400 * (index + 1), index],
      );
    await sql(
      `INSERT INTO mails (id, recipient, locale, topic, subject, state, attempts, created_at, due_at, sent_at)
       VALUES ($1, $2, 'ko', 'daily', '오늘의 소식', $3, 1, now() - make_interval(hours => $4), now(), now())`,
      [newId(), `mail${index}@spec.example`, index === 0 ? 'failed' : 'sent', index],
    );
  }
  const [process] = await sql<{ id: string }>(`SELECT id FROM processes ORDER BY created_at LIMIT 1`);
  await yard.house.gql(
    yard.host,
    `mutation ($id: ID!) { shareProcess(id: $id, summary: "동네가 함께 정하는 차례예요.") }`,
    { id: process!.id },
    { cookie, 'apollo-require-preflight': '1' },
  );
  const { data: boards } = await yard.house.gql(yard.host, '{ writableBoards { space board } }', {}, { cookie });
  const [board] = boards!['writableBoards'] as unknown as { space: string; board: string }[];
  const exports = {
    audit: { filter: {}, column: 'at' },
    designs: { filter: {}, column: 'title' },
    documents: { filter: {}, column: 'name' },
    inputs: { filter: {}, column: 'title' },
    invitations: { filter: {}, column: 'email' },
    mails: { filter: {}, column: 'recipient' },
    members: { filter: {}, column: 'name' },
    notices: { filter: { board: `${board!.space}/${board!.board}` }, column: 'title' },
    people: { filter: {}, column: 'email' },
    pictures: { filter: {}, column: 'name' },
    processes: { filter: {}, column: 'title' },
    'role-holders': { filter: { roleId: role }, column: 'personName' },
    'support-visits': { filter: {}, column: 'operator' },
    texts: { filter: { locale: 'ko' }, column: 'key' },
    tokens: { filter: {}, column: 'name' },
  };
  return { board: board!, exports, path: ({ path }) => path.replace('$role', role) };
}
