import { hashSecret, newId } from '@madang/kernel';

/** A proposal to aim at. */
export interface Item {
  id: string;
  number: number;
  space: string;
  title: string;
}

/** What attacks are tried on: things that are open, hidden, and for members only. */
export interface Prey {
  open: Item;
  closed: Item;
  hidden: Item;
  picture: string;
  closedPicture: string;
  closedComment: string;
}

type Sql = <T extends object>(statement: string, values?: unknown[]) => Promise<T[]>;

/** Hides one demo proposal, closes the space of another, and lets a member of neither in. */
export async function plant(sql: Sql, me: { id: string; session: string; token: string }): Promise<Prey> {
  const items = await sql<Item & { space_id: string }>(
    `SELECT DISTINCT ON (sp.id) s.id, s.number, sp.slug AS space, s.title, s.space_id FROM subjects s JOIN spaces sp ON sp.id = s.space_id
        WHERE s.kind = 'proposal' AND sp.visibility = 'public' AND EXISTS (SELECT 1 FROM comments c WHERE c.subject_id = s.id AND c.state = 'visible')
        ORDER BY sp.id, s.state = 'collecting' DESC, s.number`,
  );
  if (items.length < 2) throw new Error('the demo has no two public spaces with discussed proposals');
  const open = items[0]!;
  const closed = items[1]!;
  const [hidden] = (await sql<Item>(
    `SELECT s.id, s.number, sp.slug AS space, s.title FROM subjects s JOIN spaces sp ON sp.id = s.space_id
        WHERE s.kind = 'proposal' AND s.hidden_at IS NULL AND s.id <> $1 AND s.space_id = $2 AND s.support_count > 0 LIMIT 1`,
    [open.id, items[0]!.space_id],
  )) as [Item];
  await sql(`UPDATE subjects SET hidden_at = now() WHERE id = $1`, [hidden.id]);
  await sql(`UPDATE spaces SET visibility = 'members' WHERE id = $1`, [items[1]!.space_id]);
  const [picture, closedPicture] = [newId(), newId()];
  for (const [id, subject] of [
    [picture, open.id],
    [closedPicture, closed.id],
  ])
    await sql(
      `INSERT INTO media (id, subject_id, position, alt, mime, width, height, bytes, sha256, created_at)
         VALUES ($1, $2, 90, '', 'image/webp', 1, 1, 1, $3, now())`,
      [id, subject, 'a'.repeat(64)],
    );
  const closedComment = (
    await sql<{ id: string }>(`SELECT id FROM comments WHERE subject_id = $1 AND state = 'visible' LIMIT 1`, [
      closed.id,
    ])
  )[0]!.id;
  await sql(
    `INSERT INTO people (id, email, display_name, role, assurance, created_at) VALUES ($1, 'attacker@spec.example', '침입자', 'member', 'email', now())`,
    [me.id],
  );
  await sql(
    `INSERT INTO sessions (id, person_id, token_hash, created_at, last_seen_at, expires_at) VALUES ($1, $2, $3, now(), now(), now() + interval '1 day')`,
    [newId(), me.id, hashSecret(me.session)],
  );
  await sql(
    `INSERT INTO api_tokens (id, person_id, name, token_hash, scopes, created_at) VALUES ($1, $2, 'x', $3, '{read,write}', now())`,
    [newId(), me.id, hashSecret(me.token)],
  );
  return { open, closed, hidden, picture, closedPicture, closedComment };
}
