import { Injectable } from '@nestjs/common';
import {
  db,
  HeldCount,
  may,
  now,
  subjectKinds,
  tenant,
  TenantDatabase,
  type DeskSource,
  type Figure,
} from '@madang/kernel';

interface Counts {
  inputs: number;
  comments: number;
  answered: number;
  inTime: number;
}

/** What came in this week, and how often the office keeps its word. */
@Injectable()
export class InputsNumbers implements DeskSource {
  private readonly counts: HeldCount<Counts>;

  constructor(database: TenantDatabase) {
    this.counts = new HeldCount(database);
  }

  async numbers(): Promise<Figure[]> {
    if (!may('read', 'Input')) return [];
    const { inputs, comments, answered, inTime } = await this.counts.get('week', count);
    const share = answered === 0 ? [] : [Math.round((100 * inTime) / answered)];
    return [
      { key: 'inputs.week', value: inputs, label: 'inputs.number.week', href: '/inputs' },
      { key: 'inputs.comments', value: comments, label: 'inputs.number.comments', href: '/inputs?order=active' },
      ...share.map((value) => ({
        ...{ key: 'inputs.in_time', value, label: 'inputs.number.in_time', href: '/inputs?state=answered' },
      })),
    ];
  }
}

async function count(): Promise<Counts> {
  const kinds = subjectKinds().map(({ kind }) => kind);
  return (await db().row<Counts & Record<string, unknown>>(COUNTS, [now(), tenant().timeZone, kinds]))!;
}

// An answer is in time when it was published on the day it was promised for, or before.
const COUNTS = `SELECT
  (SELECT count(*)::int FROM unnest($3::text[]) kinds(kind) CROSS JOIN LATERAL (SELECT FROM subjects s
    WHERE s.kind = kinds.kind AND s.published_at > $1::timestamptz - interval '7 days' AND s.hidden_at IS NULL) fresh) AS inputs,
  (SELECT count(*)::int FROM comments c WHERE c.created_at > $1::timestamptz - interval '7 days' AND c.state = 'visible') AS comments,
  count(*)::int AS answered, count(*) FILTER (WHERE (published_at AT TIME ZONE $2)::date <= due_on)::int AS "inTime"
  FROM (SELECT DISTINCT ON (w.subject_id) w.published_at, a.due_on FROM answers w LEFT JOIN assignments a ON a.subject_id = w.subject_id
    WHERE w.published_at > $1::timestamptz - interval '90 days' ORDER BY w.subject_id, a.assigned_at DESC) answered`;
