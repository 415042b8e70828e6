import { Injectable } from '@nestjs/common';
import {
  actor,
  context,
  db,
  demand,
  heldWhere,
  missing,
  orders,
  type Order,
  type Placed,
  type Slice,
} from '@madang/kernel';
import { today, type Words } from '../spaces.reader.js';

export interface DesignedPhase {
  id: string;
  slug: string;
  title: Words;
  startsOn: string | null;
  endsOn: string | null;
  precision: string;
}

export interface DesignedWindow {
  activityId: string;
  /** Null: always open. */
  phaseId: string | null;
  interactions: string[];
}

export interface DesignedActivity {
  id: string;
  revision: number;
  method: string;
  slug: string;
  title: Words;
  summary: Words;
  settings: Record<string, unknown>;
  stateWords: Record<string, Words>;
  state: string;
  /** How much people put into it. */
  inputs: number;
}

/** A process as those who design it see it, drafts included. */
export interface DesignedProcess {
  id: string;
  revision: number;
  spaceId: string;
  spaceSlug: string;
  spaceName: Words;
  slug: string;
  title: Words;
  purpose: Words;
  body: Words;
  decides: Words;
  result: Words;
  state: 'draft' | 'open' | 'closed';
  publishAt: Date | null;
  publishedAt: Date | null;
  createdAt: Date;
  phases: DesignedPhase[];
  activities: DesignedActivity[];
  windows: DesignedWindow[];
}

/** Spaces whose processes the current actor designs: all, or these. */
export function designs(): [all: boolean, own: string[]] {
  const where = heldWhere(actor(), 'processes.design');
  return where === 'everywhere' ? [true, []] : [false, where];
}

const PHASES = `coalesce((SELECT json_agg(json_build_object('id', ph.id, 'slug', ph.slug, 'title', ph.title, 'startsOn', ph.starts_on,
    'endsOn', ph.ends_on, 'precision', ph.precision) ORDER BY ph.position) FROM phases ph WHERE ph.process_id = pr.id), '[]')`;

const HEAD = `pr.id, pr.revision, pr.space_id AS "spaceId", sp.slug AS "spaceSlug", sp.name AS "spaceName", pr.slug, pr.title, pr.purpose, pr.body, pr.decides,
    pr.result, pr.state, pr.publish_at AS "publishAt", pr.published_at AS "publishedAt", pr.created_at AS "createdAt", ${PHASES} AS phases`;

const ONE = `SELECT ${HEAD},
    coalesce((SELECT json_agg(json_build_object('id', a.id, 'revision', a.revision, 'method', a.method, 'slug', a.slug, 'title', a.title, 'summary', a.summary,
        'settings', a.settings, 'stateWords', a.state_words, 'state', a.state,
        'inputs', (SELECT count(*)::int FROM (SELECT 1 FROM subjects s WHERE s.activity_id = a.id LIMIT 1000) few)) ORDER BY a.position, a.slug)
      FROM activities a WHERE a.process_id = pr.id), '[]') AS activities,
    coalesce((SELECT json_agg(json_build_object('activityId', w.activity_id, 'phaseId', w.phase_id, 'interactions', w.interactions))
      FROM windows w JOIN activities a ON a.id = w.activity_id WHERE a.process_id = pr.id), '[]') AS windows
  FROM processes pr JOIN spaces sp ON sp.id = pr.space_id WHERE pr.id = $1`;

const NAME = `coalesce(pr.title ->> $7, pr.title ->> 'ko', pr.slug)`;
const list = (
  order: Order,
): string => `SELECT ${order.column}, ${HEAD}, (SELECT count(*)::int FROM activities a WHERE a.process_id = pr.id) AS "activityCount", ${NAME} AS name
  FROM processes pr JOIN spaces sp ON sp.id = pr.space_id
 WHERE ($1::boolean OR pr.space_id = ANY($2::uuid[])) AND ($3::text IS NULL OR pr.state = $3) AND ($4::text IS NULL OR sp.slug = $4)
   AND ($5::text IS NULL OR EXISTS (SELECT 1 FROM jsonb_each_text(pr.title) t WHERE strpos(lower(t.value), lower($5)) > 0))
   AND ${order.past(8)} AND sp.archived_at IS NULL
 ORDER BY ${order.by} LIMIT $6`;

const ORDERS = orders(
  {
    title: [`lower(${NAME})`, 'text'],
    state: ['pr.state', 'text'],
    createdAt: ['pr.created_at', 'timestamptz'],
  },
  ['pr.id'],
  '-createdAt',
);

export type ListedProcess = Omit<DesignedProcess, 'activities' | 'windows'> & {
  activityCount: number;
  /** Its title in the reader's language. */
  name: string;
};

/** What the console reads of processes; everything here is for those who design. */
@Injectable()
export class DesignReader {
  /** A process with phases, activities and windows, in one statement. */
  async one(id: string): Promise<DesignedProcess> {
    const row = await db().row<DesignedProcess>(ONE, [id]);
    if (!row) throw missing('process_missing');
    demand('design', 'Process', { spaceId: row.spaceId });
    return row;
  }

  /** Processes of all states, newest first. */
  async list(
    filter: { state?: string; space?: string; words?: string; sort?: string },
    first: number,
    after?: string | null,
  ): Promise<Slice<ListedProcess>> {
    demand('design', 'Process');
    const order = ORDERS(filter.sort, after);
    const rows = await db().rows<ListedProcess & Placed>(list(order), [
      ...designs(),
      filter.state ?? null,
      filter.space ?? null,
      filter.words?.trim() || null,
      first + 1,
      context().locale,
      ...order.values,
    ]);
    return order.slice(rows, first);
  }

  /** Processes whose current phase ends soon, and drafts that should have gone public. For whoever designs them. */
  async ending(days: number): Promise<{ id: string; title: Words; phase: Words; endsOn: string }[]> {
    return db().rows(
      `SELECT pr.id, pr.title, ph.title AS phase, ph.ends_on::text AS "endsOn"
         FROM processes pr JOIN phases ph ON ph.process_id = pr.id
        WHERE pr.state = 'open' AND ph.starts_on <= $3::date AND ph.ends_on BETWEEN $3::date AND $3::date + $4::int AND ($1::boolean OR pr.space_id = ANY($2::uuid[]))
        ORDER BY ph.ends_on, pr.id LIMIT 50`,
      [...designs(), today(), days],
    );
  }
}
