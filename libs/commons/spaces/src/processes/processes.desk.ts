import { Injectable } from '@nestjs/common';
import { db, may, now, type DeskSource, type Task } from '@madang/kernel';
import { today } from '../spaces.reader.js';
import { designs } from './design.reader.js';

/** What processes put on the desk: the first steps of a new site, phases that end within a week, plans that failed. */
@Injectable()
export class ProcessesDesk implements DeskSource {
  async tasks(): Promise<Task[]> {
    if (!may('design', 'Process')) return [];
    const row = await db().row<{ published: boolean; ending: number; due: string | null; late: number }>(
      `SELECT EXISTS (SELECT 1 FROM processes WHERE state <> 'draft') AS published,
              (SELECT count(DISTINCT pr.id)::int ${ENDING}) AS ending, (SELECT min(ph.ends_on)::text ${ENDING}) AS due,
              (SELECT count(*)::int FROM processes pr WHERE pr.state = 'draft' AND pr.publish_at < $4::timestamptz - interval '10 minutes'
                AND ($1::boolean OR pr.space_id = ANY($2::uuid[]))) AS late`,
      [...designs(), today(), now()],
    );
    const { published, ending, due, late } = row!;
    const setup = !published && may('manage', 'Space', {});
    return [
      { key: 'spaces.setup', count: setup ? 1 : 0, label: 'spaces.task.setup', href: '/setup' },
      { key: 'spaces.ending', count: ending, label: 'spaces.task.ending', href: '/processes?state=open', due },
      {
        key: 'spaces.late_publish',
        count: late,
        urgent: true,
        label: 'spaces.task.late_publish',
        href: '/processes?state=draft',
      },
    ];
  }
}

const ENDING = `FROM processes pr JOIN phases ph ON ph.process_id = pr.id WHERE pr.state = 'open' AND ph.starts_on <= $3::date
  AND ph.ends_on BETWEEN $3::date AND $3::date + 7 AND ($1::boolean OR pr.space_id = ANY($2::uuid[]))`;
