import { db, now, stableId, tenant } from '@madang/kernel';
import { same } from '../revision.js';
import { dayOf, momentOf } from './days.js';
import type { PageFile } from './pages.js';

interface Stored {
  slug: string;
  version: number;
  title: object;
  body: object;
  note: object;
}

/** Pages and their versions. A version that was published keeps its words, whatever the file says now. */
export async function applyPages(
  pages: readonly PageFile[],
  dayZero: string,
  timeZone: string,
): Promise<{ changes: string[]; kept: string[] }> {
  const rows = pages.map((page) => ({
    id: stableId(tenant().id, 'page', page.slug),
    slug: page.slug,
    purpose: page.purpose,
    footer: page.footer,
    position: page.position,
  }));
  const changed = await db().rows<{ slug: string }>(
    `INSERT INTO pages AS p (id, slug, purpose, in_footer, position, created_at)
     SELECT r.id, r.slug, r.purpose, r.footer, r.position, $2 FROM jsonb_to_recordset($1) AS r(id uuid, slug text, purpose text, footer boolean, position int)
     ON CONFLICT (slug) DO UPDATE SET purpose = excluded.purpose, in_footer = excluded.in_footer, position = excluded.position, archived_at = NULL
     WHERE (p.purpose, p.in_footer, p.position, p.archived_at IS NOT NULL) IS DISTINCT FROM (excluded.purpose, excluded.in_footer, excluded.position, false)
     RETURNING p.slug`,
    [JSON.stringify(rows), now()],
  );
  const stored = await db().rows<Stored>(
    `SELECT p.slug, v.version, v.title, v.body, v.change_note AS note FROM pages p JOIN page_versions v ON v.page_id = p.id
      WHERE p.slug = ANY($1) AND v.published_at IS NOT NULL`,
    [pages.map((page) => page.slug)],
  );
  const known = new Map(stored.map((row) => [`${row.slug} ${row.version}`, row]));
  const kept: string[] = [];
  const fresh = pages.flatMap((page) =>
    page.versions.flatMap((one) => {
      const before = known.get(`${page.slug} ${one.version}`);
      if (before && !same([before.title, before.body, before.note], [one.title, one.body, one.note]))
        kept.push(`page ${page.slug} version ${one.version}: published; write a new version to change it`);
      if (before) return [];
      const start = momentOf(one.effective, dayZero, timeZone);
      return [
        {
          slug: page.slug,
          version: one.version,
          title: one.title,
          body: one.body,
          note: one.note,
          effective: dayOf(one.effective, dayZero),
          published: start < now() ? start : now(),
        },
      ];
    }),
  );
  const versions = await db().rows<{ slug: string; version: number }>(
    `INSERT INTO page_versions AS v (page_id, version, title, body, change_note, effective_on, published_at, created_at)
     SELECT p.id, r.version, r.title, r.body, r.note, r.effective, r.published, $2
       FROM jsonb_to_recordset($1) AS r(slug text, version int, title jsonb, body jsonb, note jsonb, effective date, published timestamptz) JOIN pages p ON p.slug = r.slug
     ON CONFLICT (page_id, version) DO UPDATE SET title = excluded.title, body = excluded.body, change_note = excluded.change_note,
       effective_on = excluded.effective_on, published_at = excluded.published_at WHERE v.published_at IS NULL
     RETURNING v.version, (SELECT p.slug FROM pages p WHERE p.id = v.page_id) AS slug`,
    [JSON.stringify(fresh), now()],
  );
  return {
    changes: [
      ...changed.map((row) => `page ${row.slug}`),
      ...versions.map((row) => `page ${row.slug} version ${row.version}`),
    ],
    kept,
  };
}
