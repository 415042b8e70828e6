import { Injectable } from '@nestjs/common';
import { db, may, now, tenant, type DeskSource, type Figure } from '@madang/kernel';

interface Counts {
  inputs: number;
  comments: number;
  answered: number;
  inTime: number;
}

/** What came in this week, and how often the office keeps its word. */
@Injectable()
export class InputsNumbers implements DeskSource {
  async numbers(): Promise<Figure[]> {
    if (!may('read', 'Input')) return [];
    const row = await db().row<Counts>(COUNTS, [now(), tenant().timeZone]);
    const { inputs, comments, answered, inTime } = row!;
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

// An answer is in time when it was published on the day it was promised for, or before.
const COUNTS = `SELECT
  (SELECT count(*)::int FROM subjects s WHERE s.published_at > $1::timestamptz - interval '7 days' AND s.hidden_at IS NULL) AS inputs,
  (SELECT count(*)::int FROM comments c WHERE c.created_at > $1::timestamptz - interval '7 days' AND c.state = 'visible') AS comments,
  (SELECT count(*)::int FROM answers w WHERE w.published_at > $1::timestamptz - interval '90 days') AS answered,
  (SELECT count(*)::int FROM answers w
     JOIN LATERAL (SELECT a.due_on FROM assignments a WHERE a.subject_id = w.subject_id ORDER BY a.assigned_at DESC LIMIT 1) a ON true
    WHERE w.published_at > $1::timestamptz - interval '90 days' AND (w.published_at AT TIME ZONE $2)::date <= a.due_on) AS "inTime"`;
