import { Injectable } from '@nestjs/common';
import { db } from '@madang/kernel';
import { today } from '@madang/commons-spaces';

/** Addresses in one file of the site map; the protocol allows 50,000. */
export const PER_MAP = 5000;

/** Activities that only members may read stay out. */
const OPEN = `AND NOT EXISTS (SELECT 1 FROM activities a WHERE a.id = s.activity_id AND a.settings ->> 'audience' = 'members')`;

/** Everything a search robot may read: public items, spaces and pages. */
@Injectable()
export class MapReader {
  /** How many files the map has: the first holds pages, spaces and the oldest items. */
  async parts(): Promise<number> {
    const row = await db().row<{ n: number }>(
      `SELECT count(*)::int AS n FROM subjects s JOIN spaces sp ON sp.id = s.space_id
        WHERE s.published_at IS NOT NULL AND s.hidden_at IS NULL AND sp.visibility = 'public' AND sp.archived_at IS NULL ${OPEN}`,
    );
    return Math.max(1, Math.ceil(row!.n / PER_MAP));
  }

  /** Paths of one file, with the day of the last change. A subject's page is /<space>/<kind>s/<number>. */
  async paths(part: number): Promise<{ path: string; on: string | null }[]> {
    const items = await db().rows<{ path: string; on: string | null }>(
      `SELECT '/' || sp.slug || '/' || s.kind || 's/' || s.number AS path, to_char(s.active_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS on
         FROM subjects s JOIN spaces sp ON sp.id = s.space_id
        WHERE s.published_at IS NOT NULL AND s.hidden_at IS NULL AND sp.visibility = 'public' AND sp.archived_at IS NULL ${OPEN}
        ORDER BY s.id LIMIT $1 OFFSET $2`,
      [PER_MAP, (part - 1) * PER_MAP],
    );
    if (part > 1) return items;
    const places = await db().rows<{ path: string; on: string | null }>(
      `SELECT '/' AS path, NULL AS on UNION ALL
       SELECT '/' || sp.slug, NULL FROM spaces sp WHERE sp.visibility = 'public' AND sp.archived_at IS NULL UNION ALL
       SELECT '/pages/' || p.slug, max(v.effective_on)::text FROM pages p JOIN page_versions v ON v.page_id = p.id
        WHERE p.archived_at IS NULL AND v.published_at IS NOT NULL AND (v.effective_on IS NULL OR v.effective_on <= $1::date) GROUP BY p.slug`,
      [today()],
    );
    return [...places, ...items];
  }
}
