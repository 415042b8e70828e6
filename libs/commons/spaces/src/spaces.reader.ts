import { Injectable } from '@nestjs/common';
import { actor, dayIn, db, denied, missing, now, tenant } from '@madang/kernel';
import type { Cover } from './places/covers.js';
import { sees, sight } from './visibility.js';

/** Text in the languages of the tenant. */
export type Words = Record<string, string>;

export interface SpaceRow {
  id: string;
  slug: string;
  kind: string;
  name: Words;
  summary: Words;
  visibility: 'public' | 'members';
  joining: 'open' | 'approval' | 'invitation';
  cover: Cover | null;
  memberCount: number;
  /** State of the reader's own membership, or null. */
  mine: string | null;
}

export interface ActivityRow {
  id: string;
  slug: string;
  method: string;
  title: Words;
  summary: Words;
  settings: Record<string, unknown>;
  state: string;
  spaceId: string;
  spaceSlug: string;
  processId: string | null;
  /** Interactions open at this moment. */
  open: string[];
}

export interface PhaseRow {
  id: string;
  slug: string;
  title: Words;
  startsOn: string | null;
  endsOn: string | null;
  precision: 'day' | 'month' | 'season' | 'year' | 'open';
  /** Where the phase stands today in the tenant's time zone. */
  standing: 'past' | 'current' | 'future';
}

export interface ProcessRow {
  id: string;
  slug: string;
  spaceId: string;
  spaceSlug: string;
  title: Words;
  purpose: Words;
  body: Words;
  decides: Words;
  result: Words;
  state: string;
  phases: PhaseRow[];
  activities: {
    id: string;
    slug: string;
    method: string;
    title: Words;
    summary: Words;
    state: string;
    open: string[];
  }[];
  windows: { activityId: string; phaseId: string | null; interactions: string[] }[];
}

const SPACE = `sp.id, sp.slug, sp.kind, sp.name, sp.summary, sp.visibility, sp.joining, sp.cover, sp.member_count AS "memberCount",
  (SELECT m.state FROM memberships m WHERE m.space_id = sp.id AND m.person_id = $1) AS mine`;

/**
 * Interactions open now in an activity: those of windows that are always open or whose phase covers
 * the day; none in a closed activity or process. Needs the activity's alias and the parameter of `today()`.
 */
export const openNow = (a: string, day: string): string =>
  `CASE WHEN ${a}.state = 'open' AND (${a}.process_id IS NULL OR (SELECT p.state FROM processes p WHERE p.id = ${a}.process_id) = 'open')
  THEN coalesce((SELECT array_agg(DISTINCT i) FROM windows w LEFT JOIN phases ph ON ph.id = w.phase_id, unnest(w.interactions) i
    WHERE w.activity_id = ${a}.id AND (w.phase_id IS NULL OR (coalesce(ph.starts_on, '-infinity') <= ${day}::date AND coalesce(ph.ends_on, 'infinity') >= ${day}::date))), '{}')
  ELSE '{}' END`;
const OPEN = openNow('a', '$2');

const PHASES = `coalesce((SELECT json_agg(json_build_object('id', ph.id, 'slug', ph.slug, 'title', ph.title, 'startsOn', ph.starts_on,
    'endsOn', ph.ends_on, 'precision', ph.precision, 'standing',
    CASE WHEN ph.ends_on < $2::date THEN 'past' WHEN ph.starts_on <= $2::date THEN 'current' ELSE 'future' END) ORDER BY ph.position)
  FROM phases ph WHERE ph.process_id = pr.id), '[]')`;

/** Today in the tenant's time zone, as the database compares dates. */
export const today = (): string => dayIn(tenant().timeZone, now());

/** What pages and API read of spaces, processes and activities. */
@Injectable()
export class SpacesReader {
  /** All spaces that are not archived; contents of members-only ones stay closed, their names do not. */
  async list(): Promise<SpaceRow[]> {
    return db().rows<SpaceRow>(
      `SELECT ${SPACE} FROM spaces sp WHERE sp.archived_at IS NULL ORDER BY sp.position, sp.slug LIMIT 200`,
      [actor().personId],
    );
  }

  /** A space by its slug, whether or not the reader may look inside. */
  async find(slug: string): Promise<SpaceRow> {
    const row = await db().row<SpaceRow>(
      `SELECT ${SPACE} FROM spaces sp WHERE sp.slug = $2 AND sp.archived_at IS NULL`,
      [actor().personId, slug],
    );
    if (!row) throw missing('space_missing');
    return row;
  }

  /** A space the reader may look into. @throws denied when it is for members only */
  async enter(slug: string): Promise<SpaceRow> {
    const space = await this.find(slug);
    if (!sees(space)) throw denied(actor().personId ? 'members_only' : 'sign_in_first');
    return space;
  }

  /** An activity by slug within its space, with what is open in it now. */
  async activity(spaceId: string, slug: string): Promise<ActivityRow> {
    const row = await db().row<ActivityRow>(`${ACTIVITY} WHERE a.space_id = $1 AND a.slug = $3 AND ${SHOWN}`, [
      spaceId,
      today(),
      slug,
    ]);
    if (!row) throw missing('activity_missing');
    return row;
  }

  /** An activity by id. */
  async activityById(id: string): Promise<ActivityRow> {
    const row = await db().row<ActivityRow>(`${ACTIVITY} WHERE a.id = $1`, [id, today()]);
    if (!row) throw missing('activity_missing');
    return row;
  }

  /** The activities of a space, those of a method only when one is named. */
  async activities(spaceId: string, method?: string): Promise<ActivityRow[]> {
    return db().rows<ActivityRow>(
      `${ACTIVITY} WHERE a.space_id = $1 AND ${SHOWN} AND ($3::text IS NULL OR a.method = $3) ORDER BY a.position, a.slug LIMIT 100`,
      [spaceId, today(), method ?? null],
    );
  }

  /** Spaces the reader can look into where an interaction of a method is open now. */
  async openFor(method: string, interaction: string): Promise<Pick<SpaceRow, 'slug' | 'name' | 'summary'>[]> {
    const [all, own] = sight();
    return db().rows(
      `SELECT sp.slug, sp.name, sp.summary FROM spaces sp
        WHERE sp.archived_at IS NULL AND (sp.visibility = 'public' OR $3::boolean OR sp.id = ANY($4::uuid[]))
          AND EXISTS (SELECT 1 FROM activities a WHERE a.space_id = sp.id AND a.method = $1 AND $5 = ANY(${OPEN}))
        ORDER BY sp.position, sp.slug LIMIT 100`,
      [method, today(), all, own, interaction],
    );
  }

  /** A process with its phases and activities, in one statement. */
  async process(spaceId: string, slug: string): Promise<ProcessRow> {
    const row = await db().row<ProcessRow>(
      `${PROCESS} WHERE pr.space_id = $1 AND pr.slug = $3 AND pr.state <> 'draft'`,
      [spaceId, today(), slug],
    );
    if (!row) throw missing('process_missing');
    return row;
  }

  /** A process as it looks on a day, a draft as if it were public: for whoever holds a link that shows it. */
  async processById(id: string, day: string): Promise<ProcessRow> {
    const row = await db().row<ProcessRow>(`${PROCESS} WHERE pr.id = $1`, [id, day]);
    if (!row) throw missing('process_missing');
    return row;
  }

  /** The processes of a space, or of the whole site when no space is given; open ones first. */
  async processes(spaceId: string | null, limit = 50): Promise<ProcessRow[]> {
    return db().rows<ProcessRow>(
      `${PROCESS} WHERE ($1::uuid IS NULL OR pr.space_id = $1) AND pr.state <> 'draft' AND sp.visibility = 'public'
       ORDER BY (pr.state = 'open') DESC, pr.position, pr.created_at DESC LIMIT $3`,
      [spaceId, today(), limit],
    );
  }
}

// What belongs to a draft is no more public than the draft.
const SHOWN = `a.state <> 'draft' AND NOT EXISTS (SELECT 1 FROM processes dp WHERE dp.id = a.process_id AND dp.state = 'draft')`;

const ACTIVITY = `SELECT a.id, a.slug, a.method, a.title, a.summary, a.settings, a.state, a.space_id AS "spaceId",
    (SELECT sp.slug FROM spaces sp WHERE sp.id = a.space_id) AS "spaceSlug", a.process_id AS "processId", ${OPEN} AS open
  FROM activities a`;

const PROCESS = `SELECT pr.id, pr.slug, pr.space_id AS "spaceId", sp.slug AS "spaceSlug", pr.title, pr.purpose, pr.body, pr.decides, pr.result, pr.state,
    ${PHASES} AS phases,
    coalesce((SELECT json_agg(json_build_object('id', a.id, 'slug', a.slug, 'method', a.method, 'title', a.title, 'summary', a.summary, 'state', a.state, 'open', ${OPEN}) ORDER BY a.position, a.slug)
      FROM activities a WHERE a.process_id = pr.id AND a.state <> 'draft'), '[]') AS activities,
    coalesce((SELECT json_agg(json_build_object('activityId', w.activity_id, 'phaseId', w.phase_id, 'interactions', w.interactions))
      FROM windows w JOIN activities a ON a.id = w.activity_id WHERE a.process_id = pr.id AND a.state <> 'draft'), '[]') AS windows
  FROM processes pr JOIN spaces sp ON sp.id = pr.space_id`;
