import { Injectable } from '@nestjs/common';
import { actor, conflict, db, demand, invalid, missing, newId, now } from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { ThemeInput } from '@madang/theming';
import { demandRevision, lockThing, revisionOf, same } from '../revision.js';
import { fit, Site } from '../site.service.js';
import { SITE_VALUES } from '../site.values.js';

/** The logo a look shows, and the size it is shown with. */
export type Logo = { media: string; width: number; height: number } | null;

/** What a look is made of. */
export interface LookChoice {
  theme: ThemeInput;
  logo: Logo;
}

/** One look a site had, has or may get. */
export interface LookVersion extends LookChoice {
  version: number;
  state: 'draft' | 'published' | 'superseded';
  createdAt: Date;
  createdBy: string | null;
  publishedAt: Date | null;
}

/** What the theme editor begins with. */
export interface LookState {
  shown: LookChoice;
  draft: LookChoice | null;
  revision: string;
  versions: LookVersion[];
}

const PLAIN: LookChoice = { theme: { brand: '#1f6b4f' }, logo: null };
/** A logo in the header of a page fits into this many px. */
const BOX = { width: 240, height: 48 };

/** The look of the site: a draft, what is shown, and every look there was. */
@Injectable()
export class SiteLooks {
  constructor(private readonly site: Site) {}

  /** What is shown, what is drafted, and what there was; at most 50 looks. */
  async state(): Promise<LookState> {
    demand('design', 'Site');
    const versions = await db().rows<LookVersion>(VERSIONS);
    const shown = await this.shown();
    const found = versions.find((one) => one.state === 'draft');
    const draft = found ? { theme: found.theme, logo: found.logo } : null;
    return { shown, draft, revision: revisionOf(draft ?? shown), versions };
  }

  /** Saves the one draft. */
  async saveDraft(raw: { theme: unknown; logo: unknown; revision?: string }): Promise<void> {
    demand('design', 'Site');
    const theme = fit(ThemeInput, raw.theme, 'theme');
    const logo = fit(SITE_VALUES.logo, raw.logo ?? null, 'logo');
    await lockThing('look');
    if (raw.revision !== undefined) {
      const { draft, shown } = await this.state();
      demandRevision(raw.revision, draft ?? shown);
    }
    if (logo) await this.demandPicture(logo.media);
    await db().run(SAVE_DRAFT, [newId(), JSON.stringify(theme), JSON.stringify(logo), now(), actor().personId]);
    await record('site.look_drafted', 'look', null);
  }

  /** Shows the draft on the site. What was shown until now becomes a version to come back to. */
  async publish(): Promise<void> {
    demand('design', 'Site');
    await lockThing('look');
    const draft = await db().row<LookChoice & { version: number }>(
      `SELECT version, theme, logo FROM looks WHERE state = 'draft'`,
    );
    if (!draft) throw conflict('look_no_draft');
    await this.keepShown();
    await this.show(draft);
    await record('site.look_published', 'look', String(draft.version));
  }

  /** Shows an earlier look again; a draft stays what it is. */
  async rollBack(version: number): Promise<void> {
    demand('design', 'Site');
    await lockThing('look');
    const row = await db().row<LookChoice & { version: number }>(
      `SELECT version, theme, logo FROM looks WHERE version = $1 AND state = 'superseded'`,
      [version],
    );
    if (!row) throw missing('look_missing');
    await this.keepShown();
    await this.show(row);
    await record('site.look_rolled_back', 'look', String(version));
  }

  /** Drops the draft. */
  async discard(): Promise<void> {
    demand('design', 'Site');
    if ((await db().run(`DELETE FROM looks WHERE state = 'draft'`)) === 0) throw conflict('look_no_draft');
    await record('site.look_draft_dropped', 'look', null);
  }

  /** A picture of the library as a logo: how large it stands in the header. */
  async logoOf(media: string): Promise<NonNullable<Logo>> {
    demand('design', 'Site');
    const { width, height } = await this.demandPicture(media);
    const scale = Math.min(1, BOX.width / width, BOX.height / height);
    return { media, width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
  }

  private async shown(): Promise<LookChoice> {
    const rows = await db().rows<{ key: string; value: never }>(
      `SELECT key, value FROM site_values WHERE key IN ('theme', 'logo')`,
    );
    return { ...PLAIN, ...Object.fromEntries(rows.map(({ key, value }) => [key, value])) };
  }

  /** A look that came otherwise than through a draft (files, an older program) gets its place in the history. */
  private async keepShown(): Promise<void> {
    const shown = await this.shown();
    const known = await db().row<LookChoice>(`SELECT theme, logo FROM looks WHERE state = 'published'`);
    if (known && same(known, shown)) return;
    await db().run(`UPDATE looks SET state = 'superseded' WHERE state = 'published'`);
    await db().run(KEEP, [newId(), JSON.stringify(shown.theme), JSON.stringify(shown.logo), now()]);
  }

  private async show({ version, theme, logo }: LookChoice & { version: number }): Promise<void> {
    await db().run(`UPDATE looks SET state = 'superseded' WHERE state = 'published'`);
    await db().run(`UPDATE looks SET state = 'published', published_at = $2 WHERE version = $1`, [version, now()]);
    await this.site.setValue('theme', theme);
    await this.site.setValue('logo', logo);
  }

  private async demandPicture(id: string): Promise<{ width: number; height: number }> {
    const row = await db().row<{ width: number; height: number }>(
      'SELECT width, height FROM media WHERE id = $1 AND subject_id IS NULL AND width IS NOT NULL',
      [id],
    );
    if (!row) throw invalid('invalid_input', [{ field: 'logo', code: 'choice' }]);
    return row;
  }
}

const VERSIONS = `SELECT l.version, l.theme, l.logo, l.state, l.created_at AS "createdAt", p.display_name AS "createdBy", l.published_at AS "publishedAt"
  FROM looks l LEFT JOIN people p ON p.id = l.created_by ORDER BY coalesce(l.published_at, l.created_at) DESC, l.version DESC LIMIT 50`;
const SAVE_DRAFT = `INSERT INTO looks (id, version, theme, logo, state, created_at, created_by)
  SELECT $1, coalesce(max(l.version), 0) + 1, $2, $3, 'draft', $4, $5 FROM looks l
  ON CONFLICT (state) WHERE state <> 'superseded' DO UPDATE SET theme = excluded.theme, logo = excluded.logo, created_at = excluded.created_at, created_by = excluded.created_by`;
const KEEP = `INSERT INTO looks (id, version, theme, logo, state, created_at, published_at)
  SELECT $1, coalesce(max(l.version), 0) + 1, $2, $3, 'superseded', $4, $4 FROM looks l`;
