import { Injectable } from '@nestjs/common';
import {
  conflict,
  db,
  demand,
  inLanguage,
  invalid,
  knownMethods,
  missing,
  newId,
  now,
  readInput,
  type Starter,
} from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { demandActivities } from '../processes/activity-quota.js';
import type { Words } from '../spaces.reader.js';
import { fitTexts, freeSlug, slugOf } from '../texts.js';
import { Covers, type Cover } from './covers.js';
import { CopySpaceInput, SaveSpaceInput } from './places.inputs.js';

// First segments of addresses that pages of the site itself have.
const TAKEN = [
  ...[
    'api',
    'assets',
    'boards',
    'console',
    'files',
    'graphql',
    'health',
    'join',
    'link',
    'media',
    'my',
    'notifications',
    'office',
  ],
  ...[
    'operator',
    'pages',
    'people',
    'preview',
    'processes',
    'proposals',
    'propose',
    'search',
    'setup',
    'sign-in',
    'sign-out',
    'spaces',
  ],
  ...[
    'en',
    'ko',
    'me',
    'account',
    'register',
    'sitemap',
    'map',
    'unsubscribe',
    'uploads',
    'webhooks',
    'ready',
    'live',
    'metrics',
  ],
];

/** Making and keeping the places of a site. */
@Injectable()
export class Places {
  constructor(private readonly covers: Covers) {}

  /** Makes a space or changes one. A new one begins with what every method offers for a first day. @returns its id */
  async save(raw: SaveSpaceInput): Promise<string> {
    const input = readInput(SaveSpaceInput, raw);
    demand('manage', 'Space', input.id ? { spaceId: input.id } : {});
    return input.id ? this.change(input.id, input) : this.make(input);
  }

  /** Takes a space out of sight; everything in it stays and comes back with it. */
  async archive(id: string, archived: boolean): Promise<void> {
    demand('manage', 'Space', { spaceId: id });
    const done = await db().run(
      `UPDATE spaces SET archived_at = CASE WHEN $2 THEN $3::timestamptz END, revision = revision + 1 WHERE id = $1 AND (archived_at IS NULL) = $2`,
      [id, archived, now()],
    );
    if (done === 0) throw conflict('already_moved');
    await record(archived ? 'spaces.archived' : 'spaces.restored', 'space', id);
  }

  /** Copies a space: settings and activities outside processes, without people and what they made. @returns the id of the copy */
  async copy(raw: CopySpaceInput): Promise<string> {
    demand('manage', 'Space', {});
    const input = readInput(CopySpaceInput, raw);
    const from = await db().row<{
      kind: string;
      summary: Words;
      visibility: string;
      joining: string;
      coverId: string | null;
    }>(`SELECT kind, summary, visibility, joining, cover ->> 'media' AS "coverId" FROM spaces WHERE id = $1`, [
      input.id,
    ]);
    if (!from) throw missing('space_missing');
    const id = await this.make({ ...from, name: input.name, slug: input.slug, starters: false });
    const activities = await db().rows<CopiedActivity>(
      `SELECT a.id, a.method, a.slug, a.title, a.summary, a.settings, a.state_words AS "stateWords", a.state, a.position,
              coalesce((SELECT w.interactions FROM windows w WHERE w.activity_id = a.id AND w.phase_id IS NULL), '{}') AS interactions
         FROM activities a WHERE a.space_id = $1 AND a.process_id IS NULL ORDER BY a.position, a.slug`,
      [input.id],
    );
    await this.place(id, activities);
    await record('spaces.copied', 'space', id, undefined, { from: input.id });
    return id;
  }

  private async make(input: Omit<SaveSpaceInput, 'id'>): Promise<string> {
    const name = fitTexts(input.name, 'name', 120, true);
    const taken = [...TAKEN, ...(await db().rows<{ slug: string }>('SELECT slug FROM spaces')).map((row) => row.slug)];
    if (input.slug && taken.includes(input.slug)) throw invalid('invalid_input', [{ field: 'slug', code: 'taken' }]);
    const slug = input.slug ?? freeSlug(slugOf(name['en'] ?? inLanguage(name)).slice(0, 34) || 'space', taken);
    const id = newId();
    const cover = await this.coverOf(input);
    await db().run(
      `INSERT INTO spaces (id, slug, kind, name, summary, visibility, joining, cover, position, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, (SELECT coalesce(max(position) + 1, 0) FROM spaces), $9)`,
      [
        id,
        slug,
        input.kind ?? 'group',
        name,
        fitTexts(input.summary, 'summary', 400),
        input.visibility ?? 'public',
        input.joining ?? 'open',
        cover ?? null,
        now(),
      ],
    );
    if (input.starters !== false) await this.place(id, starters());
    await record('spaces.created', 'space', id);
    return id;
  }

  private async change(id: string, input: SaveSpaceInput): Promise<string> {
    const cover = await this.coverOf(input);
    const changed = await db().run(
      `UPDATE spaces SET revision = revision + 1, name = coalesce($3, name), summary = coalesce($4, summary), kind = coalesce($5, kind),
         visibility = coalesce($6, visibility), joining = coalesce($7, joining), cover = CASE WHEN $8::boolean THEN $9::jsonb ELSE cover END WHERE id = $1 AND revision = $2`,
      [
        id,
        input.revision ?? 0,
        input.name === undefined ? null : fitTexts(input.name, 'name', 120, true),
        input.summary === undefined ? null : fitTexts(input.summary, 'summary', 400),
        input.kind ?? null,
        input.visibility ?? null,
        input.joining ?? null,
        cover !== undefined,
        cover ?? null,
      ],
    );
    if (changed === 0) throw conflict('changed_meanwhile');
    await record('spaces.edited', 'space', id);
    return id;
  }

  /** The picture that was chosen; null: none; undefined: as it is. */
  private async coverOf({ coverId }: { coverId?: string | null }): Promise<Cover | null | undefined> {
    if (coverId) return this.covers.of(coverId);
    return coverId === undefined ? undefined : null;
  }

  private async place(spaceId: string, activities: readonly PlacedActivity[]): Promise<void> {
    // A closed one of a copied space stays closed, and takes no room.
    await demandActivities(activities.filter(({ state }) => state !== 'closed').length);
    const rows = activities.map((activity, position) => ({ ...activity, id: newId(), window: newId(), position }));
    await db().run(
      `WITH r AS (SELECT * FROM jsonb_to_recordset($2) AS r(id uuid, "window" uuid, method text, slug text, title jsonb, summary jsonb, settings jsonb,
           "stateWords" jsonb, state text, position int, interactions text[])),
       made AS (INSERT INTO activities (id, space_id, method, slug, title, summary, settings, state_words, state, position, created_at)
         SELECT r.id, $1, r.method, r.slug, r.title, r.summary, r.settings, r."stateWords", r.state, r.position, $3 FROM r RETURNING id)
       INSERT INTO windows (id, activity_id, interactions) SELECT r."window", r.id, r.interactions FROM r JOIN made ON made.id = r.id WHERE r.interactions <> '{}'`,
      [spaceId, JSON.stringify(rows), now()],
    );
  }
}

interface PlacedActivity extends Required<Omit<Starter, 'summary' | 'settings'>> {
  method: string;
  summary: Words;
  settings: Record<string, unknown>;
  stateWords: object;
  state: string;
}
interface CopiedActivity extends PlacedActivity {
  id: string;
}

/** What every method offers for the first day of a space. */
const starters = (): PlacedActivity[] =>
  knownMethods().flatMap((method) =>
    (method.starters ?? []).map((starter) => ({
      ...starter,
      method: method.name,
      summary: starter.summary ?? {},
      settings: starter.settings ?? {},
      stateWords: {},
      state: 'open',
    })),
  );
