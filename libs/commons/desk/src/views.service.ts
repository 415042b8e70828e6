import { Injectable } from '@nestjs/common';
import { actor, db, denied, missing, newId, now, readInput, SavedViewInput, worksHere } from '@madang/kernel';

/** A way to look at a list that somebody keeps. */
export interface SavedViewRow {
  id: string;
  name: string;
  search: string;
  shared: boolean;
  mine: boolean;
}

/** Views of a screen are mine, or shared with everybody who works on the site. */
@Injectable()
export class SavedViews {
  async list(screen: string): Promise<SavedViewRow[]> {
    return db().rows<SavedViewRow>(
      `SELECT id, name, search, shared, person_id = $1 AS mine FROM saved_views
        WHERE screen = $2 AND (person_id = $1 OR shared) ORDER BY person_id <> $1, created_at, id LIMIT 100`,
      [me(), screen],
    );
  }

  /** Keeps a view under a name; the same name again replaces it. @returns its id */
  async save(raw: SavedViewInput): Promise<string> {
    const person = me();
    const input = readInput(SavedViewInput, raw);
    const row = await db().row<{ id: string }>(
      `INSERT INTO saved_views (id, person_id, screen, name, search, shared, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (person_id, screen, name) DO UPDATE SET search = excluded.search, shared = excluded.shared RETURNING id`,
      [newId(), person, input.screen, input.name, input.search ?? '', input.shared, now()],
    );
    return row!.id;
  }

  /** Forgets a view of mine. */
  async remove(id: string): Promise<void> {
    const done = await db().run('DELETE FROM saved_views WHERE id = $1 AND person_id = $2', [id, me()]);
    if (done === 0) throw missing('view_missing');
  }
}

function me(): string {
  const who = actor();
  if (!who.personId) throw denied('sign_in_first');
  if (!worksHere(who)) throw denied();
  return who.personId;
}
