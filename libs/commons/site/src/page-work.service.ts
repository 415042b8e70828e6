import { Injectable } from '@nestjs/common';
import {
  actor,
  conflict,
  db,
  demand,
  enqueue,
  hashSecret,
  invalid,
  Job,
  missing,
  newId,
  newSecret,
  now,
} from '@madang/kernel';
import { record } from '@madang/commons-audit';
import type { Words } from '@madang/commons-spaces';
import { difference, type Stretch } from './difference.js';
import { Pages } from './pages.service.js';
import { demandRevision, lockThing, revisionOf } from './revision.js';
import type { PageRow } from './pages.reader.js';

/** The draft of a page as its editor holds it. */
export interface PageDraftRow {
  version: number;
  title: Words;
  body: Words;
  changeNote: Words;
  publishAt: Date | null;
}

/** One version of a page in the editor. */
export interface PageVersionEntry extends PageDraftRow {
  publishedAt: Date | null;
  effectiveOn: string | null;
  createdAt: Date;
  createdBy: string | null;
}

/** Everything the editor of a page shows. */
export interface PageWorkState {
  slug: string;
  purpose: string;
  inFooter: boolean;
  position: number;
  /** What the editor begins with: the draft, else the newest published text. */
  text: { title: Words; body: Words };
  draft: PageDraftRow | null;
  revision: string;
  versions: PageVersionEntry[];
}

/** Days a link to a draft works. */
const LINK_DAYS = 7;

/** The work on pages around writing: saving over a known state, waiting for a moment, showing a draft, going back. */
@Injectable()
export class PageWork {
  constructor(private readonly pages: Pages) {}

  /** A page with its draft and its versions; at most 100. */
  async state(slug: string): Promise<PageWorkState> {
    demand('design', 'Site');
    const page = await db().row<{ id: string } & Pick<PageWorkState, 'slug' | 'purpose' | 'inFooter' | 'position'>>(
      'SELECT id, slug, purpose, in_footer AS "inFooter", position FROM pages WHERE slug = $1 AND archived_at IS NULL',
      [slug],
    );
    if (!page) throw missing('page_missing');
    const versions = await db().rows<PageVersionEntry>(VERSIONS, [page.id]);
    const draft = versions.find((one) => one.publishedAt === null) ?? null;
    const text = draft ?? versions[0];
    const { id: _, ...about } = page;
    return {
      ...about,
      text: { title: text?.title ?? {}, body: text?.body ?? {} },
      draft,
      revision: revisionOf(written(draft)),
      versions,
    };
  }

  /** @throws DomainError invalid where a page has this address */
  async demandFree(slug: string): Promise<void> {
    demand('design', 'Site');
    await lockThing(`page ${slug}`);
    const taken = await db().row('SELECT 1 FROM pages WHERE slug = $1 AND archived_at IS NULL', [slug]);
    if (taken) throw invalid('invalid_input', [{ field: 'slug', code: 'taken' }]);
  }

  /** Saves the draft over the state that was read. @returns its number */
  async saveDraft(raw: { slug: string } & Record<string, unknown>, revision?: string): Promise<number> {
    demand('design', 'Site');
    await lockThing(`page ${raw.slug}`);
    if (revision !== undefined) demandRevision(revision, written(await draftOf(raw.slug)));
    return this.pages.saveDraft(raw);
  }

  /** Drops the draft of a page that was published before; of one that never was, the page goes too. */
  async discardDraft(slug: string): Promise<void> {
    demand('design', 'Site');
    const done = await db().run(
      `DELETE FROM page_versions v USING pages p WHERE p.id = v.page_id AND p.slug = $1 AND v.published_at IS NULL`,
      [slug],
    );
    if (done === 0) throw conflict('page_no_draft');
    await db().run(
      'DELETE FROM pages p WHERE p.slug = $1 AND NOT EXISTS (SELECT 1 FROM page_versions v WHERE v.page_id = p.id)',
      [slug],
    );
    await record('site.page_draft_dropped', 'page', slug);
  }

  /** Lets the draft wait for its moment; null calls it off. */
  async schedule(slug: string, at: Date | null): Promise<void> {
    demand('design', 'Site');
    if (at && at <= now()) throw invalid('invalid_input', [{ field: 'at', code: 'past' }]);
    const done = await db().run(
      `UPDATE page_versions v SET publish_at = $2 FROM pages p WHERE p.id = v.page_id AND p.slug = $1 AND v.published_at IS NULL`,
      [slug, at],
    );
    if (done === 0) throw conflict('page_no_draft');
    if (at) await enqueue('site.publish_page', { slug }, { after: at });
    await record('site.page_scheduled', 'page', slug, undefined, { at: at?.toISOString() ?? null });
  }

  /** Publishes a draft whose moment has come; one that was called off or moved stays. */
  @Job('site.publish_page')
  async publishDue({ slug }: { slug: string }): Promise<void> {
    const due = await db().row(
      `SELECT 1 FROM page_versions v JOIN pages p ON p.id = v.page_id WHERE p.slug = $1 AND v.published_at IS NULL AND v.publish_at <= $2`,
      [slug, now()],
    );
    if (due) await this.pages.publish(slug);
  }

  /**
   * Publishes the text of an earlier version anew, as a version of its own: what was published is never changed.
   * @throws DomainError conflict page_has_draft while somebody's draft would be lost
   */
  async restore(slug: string, version: number): Promise<number> {
    demand('design', 'Site');
    await lockThing(`page ${slug}`);
    if (await draftOf(slug)) throw conflict('page_has_draft');
    const state = await this.state(slug);
    const earlier = state.versions.find((one) => one.version === version);
    if (!earlier) throw missing('page_missing');
    const { purpose, inFooter, position } = state;
    const { title, body } = earlier;
    await this.pages.saveDraft({ slug, purpose, inFooter, position, title, body, changeNote: {} });
    await record('site.page_restored', 'page', slug, undefined, { version });
    return this.pages.publish(slug);
  }

  /** A link that shows the draft of a page to whoever holds it, for a week, without an account. */
  async link(slug: string): Promise<string> {
    demand('design', 'Site');
    const page = await db().row<{ id: string }>('SELECT id FROM pages WHERE slug = $1 AND archived_at IS NULL', [slug]);
    if (!page || !(await draftOf(slug))) throw conflict('page_no_draft');
    const secret = newSecret();
    await db().run(
      `INSERT INTO page_links (id, page_id, token_hash, created_at, created_by, expires_at) VALUES ($1, $2, $3, $4, $5, $4::timestamptz + make_interval(days => $6))`,
      [newId(), page.id, hashSecret(secret), now(), actor().personId, LINK_DAYS],
    );
    await record('site.page_shared', 'page', slug);
    return `/pages/${slug}/draft/${secret}`;
  }

  /** The draft a link stands for. @throws DomainError missing for a link that never was, is over, or has no draft any more */
  async shared(slug: string, secret: string): Promise<Pick<PageRow, 'slug' | 'title' | 'body'>> {
    const row = await db().row<Pick<PageRow, 'slug' | 'title' | 'body'>>(
      `SELECT p.slug, v.title, v.body FROM page_links l JOIN pages p ON p.id = l.page_id JOIN page_versions v ON v.page_id = p.id
        WHERE p.slug = $1 AND l.token_hash = $2 AND l.expires_at > $3 AND v.published_at IS NULL AND p.archived_at IS NULL`,
      [slug, hashSecret(secret), now()],
    );
    if (!row) throw missing('page_link_over');
    return row;
  }

  /** What changed from one version to another, in one language. */
  async compare(slug: string, from: number, to: number, locale: string): Promise<Stretch[][]> {
    const { versions } = await this.state(slug);
    const [one, other] = [from, to].map((number) => versions.find((entry) => entry.version === number));
    if (!one || !other) throw missing('page_missing');
    return difference(one.body[locale] ?? '', other.body[locale] ?? '');
  }

  /** Forgets links that are over. */
  @Job('site.page_links_tidy', { every: '41 4 * * *' })
  async tidy(): Promise<void> {
    await db().run('DELETE FROM page_links WHERE expires_at < $1', [now()]);
  }
}

const written = (draft: PageDraftRow | null): object | null =>
  draft && { title: draft.title, body: draft.body, changeNote: draft.changeNote };

async function draftOf(slug: string): Promise<PageDraftRow | null> {
  const row = await db().row<PageDraftRow>(
    `SELECT v.version, v.title, v.body, v.change_note AS "changeNote", v.publish_at AS "publishAt"
       FROM page_versions v JOIN pages p ON p.id = v.page_id WHERE p.slug = $1 AND v.published_at IS NULL`,
    [slug],
  );
  return row ?? null;
}

const VERSIONS = `SELECT v.version, v.title, v.body, v.change_note AS "changeNote", v.publish_at AS "publishAt", v.published_at AS "publishedAt",
    v.effective_on::text AS "effectiveOn", v.created_at AS "createdAt", p.display_name AS "createdBy"
  FROM page_versions v LEFT JOIN people p ON p.id = v.created_by WHERE v.page_id = $1 ORDER BY v.version DESC LIMIT 100`;
