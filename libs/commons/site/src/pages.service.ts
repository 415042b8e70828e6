import { Injectable } from '@nestjs/common';
import { actor, conflict, db, demand, missing, newId, now } from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { today } from '@madang/commons-spaces';
import { z } from 'zod';
import { SiteChanges } from './site-changes.js';
import { fit } from './site.service.js';
import { texts } from './site.values.js';

export const PURPOSES = ['page', 'about', 'terms', 'privacy', 'conduct', 'accessibility', 'guide'] as const;

const DRAFT = z.strictObject({
  slug: z.string().regex(/^[a-z][a-z0-9-]{0,60}$/),
  purpose: z.enum(PURPOSES).default('page'),
  inFooter: z.boolean().default(false),
  position: z.number().int().min(0).max(1000).default(0),
  title: texts(120),
  body: texts(60_000),
  changeNote: texts(400).or(z.strictObject({})).default({}),
});
export type PageDraft = z.input<typeof DRAFT>;

/** Writing the pages of the site. A published version never changes: a new text is a new version. */
@Injectable()
export class Pages {
  constructor(private readonly changes: SiteChanges) {}

  /** Saves the one draft of a page, made where there is none. @returns the number it will have */
  async saveDraft(raw: unknown): Promise<number> {
    demand('design', 'Site');
    const draft = fit(DRAFT, raw, 'page');
    const page = await db().row<{ id: string }>(
      `INSERT INTO pages (id, slug, purpose, in_footer, position, created_at) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (slug) DO UPDATE SET purpose = excluded.purpose, in_footer = excluded.in_footer, position = excluded.position, archived_at = NULL
       RETURNING id`,
      [newId(), draft.slug, draft.purpose, draft.inFooter, draft.position, now()],
    );
    const version = await db().row<{ version: number }>(
      `INSERT INTO page_versions (page_id, version, title, body, change_note, created_at, created_by)
       SELECT $1, coalesce(max(v.version) FILTER (WHERE v.published_at IS NULL), coalesce(max(v.version), 0) + 1), $2, $3, $4, $5, $6
         FROM page_versions v WHERE v.page_id = $1
       ON CONFLICT (page_id, version) DO UPDATE SET title = excluded.title, body = excluded.body, change_note = excluded.change_note,
         created_at = excluded.created_at, created_by = excluded.created_by
       RETURNING version`,
      [page!.id, draft.title, draft.body, draft.changeNote, now(), actor().personId],
    );
    await record('site.page_drafted', 'page', draft.slug, undefined, { version: version!.version });
    return version!.version;
  }

  /** Publishes the draft; it is in force from `effectiveOn` (today where absent), older ones stay readable. */
  async publish(slug: string, effectiveOn?: string): Promise<number> {
    demand('design', 'Site');
    const day = fit(z.iso.date(), effectiveOn ?? today(), 'effectiveOn');
    const page = await db().row<{ id: string }>('SELECT id FROM pages WHERE slug = $1', [slug]);
    if (!page) throw missing('page_missing');
    const row = await db().row<{ version: number }>(
      `UPDATE page_versions SET published_at = $2, effective_on = $3 WHERE page_id = $1 AND published_at IS NULL RETURNING version`,
      [page.id, now(), day],
    );
    if (!row) throw conflict('page_no_draft');
    await record('site.page_published', 'page', slug, undefined, { version: row.version, effectiveOn: day });
    await this.changes.note('page_published', { slug, version: row.version, effectiveOn: day });
    return row.version;
  }

  /** Takes a page out of the site; its versions stay in the tenant's data. */
  async archive(slug: string): Promise<void> {
    demand('design', 'Site');
    const done = await db().run('UPDATE pages SET archived_at = $2 WHERE slug = $1 AND archived_at IS NULL', [
      slug,
      now(),
    ]);
    if (done === 0) throw missing('page_missing');
    await record('site.page_archived', 'page', slug);
    await this.changes.note('changed', { key: 'pages', slug });
  }
}
