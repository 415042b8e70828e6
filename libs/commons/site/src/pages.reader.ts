import { Injectable } from '@nestjs/common';
import { db, may, missing } from '@madang/kernel';
import { today, type Words } from '@madang/commons-spaces';
import { unsaved } from './unsaved.js';

export interface PageRow {
  slug: string;
  purpose: string;
  version: number;
  title: Words;
  body: Words;
  changeNote: Words;
  effectiveOn: string | null;
  publishedAt: Date | null;
  /** The version in force today, and how many have been published. */
  inForce: number | null;
  published: number;
}

export type PageVersionRow = Pick<PageRow, 'version' | 'changeNote' | 'effectiveOn' | 'publishedAt'> & {
  state: 'draft' | 'coming' | 'in_force' | 'replaced';
};

const IN_FORCE = `(SELECT max(w.version) FROM page_versions w WHERE w.page_id = p.id AND w.published_at IS NOT NULL
  AND (w.effective_on IS NULL OR w.effective_on <= $2::date))`;

const PAGE = `SELECT p.slug, p.purpose, v.version, v.title, v.body, v.change_note AS "changeNote", v.effective_on::text AS "effectiveOn",
    v.published_at AS "publishedAt", ${IN_FORCE} AS "inForce",
    (SELECT count(*)::int FROM page_versions w WHERE w.page_id = p.id AND w.published_at IS NOT NULL) AS published
  FROM pages p JOIN page_versions v ON v.page_id = p.id
 WHERE p.slug = $1 AND p.archived_at IS NULL AND (v.published_at IS NOT NULL OR $4::boolean) AND v.version = coalesce($3::int, ${IN_FORCE})`;

export interface PageSummary {
  slug: string;
  purpose: string;
  inFooter: boolean;
  position: number;
  title: Words;
  inForce: number | null;
  draft: number | null;
}

const UNSAVED = { version: 1, changeNote: {}, effectiveOn: null, publishedAt: null, inForce: 1, published: 1 };

/** Reads pages and the versions they had. Drafts are seen only by who designs the site. */
@Injectable()
export class PagesReader {
  /** A page in the version that is in force, or in the one asked for. */
  async page(slug: string, version?: number): Promise<PageRow> {
    const draft = unsaved()?.page;
    if (draft?.slug === slug && version === undefined) return { ...UNSAVED, ...draft };
    const row = await db().row<PageRow>(PAGE, [slug, today(), version ?? null, may('design', 'Site')]);
    if (!row) throw missing('page_missing');
    return row;
  }

  /** All pages that are not archived; without the right to design only those that are in force. */
  async list(): Promise<PageSummary[]> {
    return db().rows<PageSummary>(
      `SELECT p.slug, p.purpose, p.in_footer AS "inFooter", p.position, v.title, f.version AS "inForce", d.version AS draft
         FROM pages p
         LEFT JOIN LATERAL (SELECT max(w.version) AS version FROM page_versions w WHERE w.page_id = p.id AND w.published_at IS NOT NULL
           AND (w.effective_on IS NULL OR w.effective_on <= $1::date)) f ON true
         LEFT JOIN LATERAL (SELECT max(w.version) AS version FROM page_versions w WHERE w.page_id = p.id AND w.published_at IS NULL AND $2::boolean) d ON true
         JOIN page_versions v ON v.page_id = p.id AND v.version = coalesce(f.version, d.version)
        WHERE p.archived_at IS NULL ORDER BY p.position, p.slug LIMIT 500`,
      [today(), may('design', 'Site')],
    );
  }

  /** All versions of a page, newest first. */
  async versions(slug: string): Promise<PageVersionRow[]> {
    return db().rows<PageVersionRow>(
      `SELECT v.version, v.change_note AS "changeNote", v.effective_on::text AS "effectiveOn", v.published_at AS "publishedAt",
         CASE WHEN v.published_at IS NULL THEN 'draft' WHEN v.version = ${IN_FORCE} THEN 'in_force'
           WHEN v.version > coalesce(${IN_FORCE}, 0) THEN 'coming' ELSE 'replaced' END AS state
         FROM pages p JOIN page_versions v ON v.page_id = p.id
        WHERE p.slug = $1 AND p.archived_at IS NULL AND (v.published_at IS NOT NULL OR $3::boolean)
        ORDER BY v.version DESC LIMIT 200`,
      [slug, today(), may('design', 'Site')],
    );
  }
}
