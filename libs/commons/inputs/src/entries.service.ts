import { Injectable } from '@nestjs/common';
import { actor, db, demand, invalid, may, missing, now, readInput } from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { EntryInput, EntryPeopleInput } from './entries.inputs.js';
import { InputActs } from './input-acts.js';

/** Somebody with an account, as whoever enters for them sees them. */
export interface EntryPersonRow {
  id: string;
  name: string;
  since: Date;
  email: string | null;
}

interface Place {
  method: string;
  slug: string;
  spaceId: string;
  space: string;
}

/** What came on paper, by telephone or at the counter, entered by staff for whoever brought it. */
@Injectable()
export class Entries {
  constructor(private readonly acts: InputActs) {}

  /** Makes an item for somebody. Its source is kept and shown; the name is optional. @returns its id */
  async enter(raw: EntryInput): Promise<string> {
    const input = readInput(EntryInput, raw);
    const place = await placeOf(input.activityId);
    if (input.personId && input.name) throw invalid('invalid_input', [{ field: 'name', code: 'invalid' }]);
    if (input.personId) await demandPerson(input.personId);
    const id = await this.acts.entering(place.method).enter({
      activityId: input.activityId,
      spaceSlug: place.space,
      activitySlug: place.slug,
      title: input.title,
      body: input.body,
      categoryId: input.categoryId,
      place: input.place,
      pictures: input.pictures,
      authorId: input.personId ?? null,
      source: input.source,
    });
    await db().run(
      'INSERT INTO subject_entries (subject_id, source, name, entered_by, entered_at) VALUES ($1, $2, $3, $4, $5)',
      [id, input.source, input.name ?? null, actor().personId, now()],
    );
    await record('inputs.entered', 'subject', id, undefined, {
      source: input.source,
      matched: Boolean(input.personId),
    });
    return id;
  }

  /**
   * People with an account whose name has these words, for whoever may enter into the activity; at most twelve. Addresses
   * are found and shown only where the actor may see them anyway.
   */
  async people(raw: EntryPeopleInput): Promise<EntryPersonRow[]> {
    const input = readInput(EntryPeopleInput, raw);
    await placeOf(input.activityId);
    return db().rows<EntryPersonRow>(
      `SELECT id, display_name AS name, created_at AS since, CASE WHEN $2::boolean THEN email END AS email FROM people
        WHERE state = 'active' AND (strpos(lower(display_name), $1) > 0 OR ($2::boolean AND email = $1))
        ORDER BY strpos(lower(display_name), $1), display_name, id LIMIT 12`,
      [input.words.trim().toLowerCase(), may('list', 'Person')],
    );
  }
}

/** Where something is entered, for whoever may. */
async function placeOf(activityId: string): Promise<Place> {
  const place = await db().row<Place>(
    `SELECT a.method, a.slug, a.space_id AS "spaceId", sp.slug AS space FROM activities a JOIN spaces sp ON sp.id = a.space_id WHERE a.id = $1`,
    [activityId],
  );
  if (!place) throw missing('activity_missing');
  demand('enter', 'Input', { spaceId: place.spaceId });
  return place;
}

async function demandPerson(id: string): Promise<void> {
  if (!(await db().row(`SELECT 1 FROM people WHERE id = $1 AND state = 'active'`, [id])))
    throw invalid('invalid_input', [{ field: 'personId', code: 'choice' }]);
}
