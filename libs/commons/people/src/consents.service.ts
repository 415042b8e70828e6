import { Injectable } from '@nestjs/common';
import { db, invalid, newId, now } from '@madang/kernel';
import type { ConsentGiven } from './links.service.js';
import { me } from './sessions.service.js';

/** Documents one must agree to, and the one that is free to choose. */
export const REQUIRED = ['terms', 'privacy'] as const;
export const MARKETING = 'marketing';

export interface ConsentRow {
  document: string;
  version: number;
  givenAt: Date;
  withdrawnAt: Date | null;
  /** The version in force now; null where no such document is published. */
  current: number | null;
}

const IN_FORCE = `SELECT p.purpose, p.slug, max(v.version) AS version FROM pages p JOIN page_versions v ON v.page_id = p.id
  WHERE p.purpose = ANY($1) AND p.archived_at IS NULL AND v.published_at <= $2 AND (v.effective_on IS NULL OR v.effective_on <= $2::date)
  GROUP BY p.purpose, p.slug`;

/** What people agreed to, in which version and when. */
@Injectable()
export class Consents {
  /** The documents in force, with the path to read them. */
  async documents(): Promise<{ document: string; version: number; href: string | null }[]> {
    const rows = await db().rows<{ purpose: string; slug: string; version: number }>(IN_FORCE, [REQUIRED, now()]);
    return REQUIRED.map((document) => {
      const found = rows.find((row) => row.purpose === document);
      return { document, version: found?.version ?? 0, href: found ? `/pages/${found.slug}` : null };
    });
  }

  /**
   * The consents a form gives: both required ones must be there, marketing is apart.
   * @throws DomainError invalid on `terms` or `privacy`
   */
  async read(given: { terms?: boolean; privacy?: boolean; marketing?: boolean }): Promise<ConsentGiven[]> {
    const lacking = REQUIRED.filter((document) => !given[document]);
    if (lacking.length > 0)
      throw invalid(
        'invalid_input',
        lacking.map((field) => ({ field, code: 'must_agree' })),
      );
    const at = now().toISOString();
    const consents = (await this.documents()).map(({ document, version }) => ({ document, version, at }));
    return given.marketing ? [...consents, { document: MARKETING, version: 1, at }] : consents;
  }

  /** Keeps consents of a person; one that stands already is not repeated. */
  async keep(personId: string, consents: readonly ConsentGiven[]): Promise<void> {
    for (const { document, version, at } of consents)
      await db().run(
        `INSERT INTO consents (id, person_id, document, version, given_at)
         SELECT $1, $2, $3, $4, $5 WHERE NOT EXISTS (
           SELECT 1 FROM consents WHERE person_id = $2 AND document = $3 AND version = $4 AND withdrawn_at IS NULL)`,
        [newId(), personId, document, version, at],
      );
  }

  /** Everything I agreed to, the latest first. */
  async list(): Promise<ConsentRow[]> {
    const rows = await db().rows<ConsentRow>(
      `SELECT document, version, given_at AS "givenAt", withdrawn_at AS "withdrawnAt" FROM consents WHERE person_id = $1 ORDER BY given_at DESC, id LIMIT 200`,
      [me()],
    );
    const current = await this.documents();
    return rows.map((row) => ({
      ...row,
      current: current.find(({ document }) => document === row.document)?.version ?? null,
    }));
  }

  /** Gives or withdraws the free consent to news by mail. */
  async setMarketing(wanted: boolean): Promise<void> {
    const personId = me();
    if (wanted) await this.keep(personId, [{ document: MARKETING, version: 1, at: now().toISOString() }]);
    else
      await db().run(
        `UPDATE consents SET withdrawn_at = $3 WHERE person_id = $1 AND document = $2 AND withdrawn_at IS NULL`,
        [personId, MARKETING, now()],
      );
  }
}
