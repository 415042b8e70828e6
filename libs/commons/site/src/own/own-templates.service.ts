import { Injectable } from '@nestjs/common';
import { actor, conflict, db, demand, demandFeature, invalid, missing, newId, now, tenant } from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { checkTenantTemplate, templateFingerprint, tenantTemplate, type TenantProblem } from '@madang/theming';
import { demandRevision, lockThing } from '../revision.js';
import { SiteChanges } from '../site-changes.js';
import { OwnSlots, type OwnSlot } from './slots.js';
import { SiteVoice } from './voice.js';

/** Where a template stands: its slot and its language, '' for all languages. */
export interface OwnPlace {
  slot: string;
  locale: string;
}

/** A template as it is written. */
export interface OwnDraft extends OwnPlace {
  source: string;
  subject?: string | null;
  /** Revision of the state it was written over. */
  revision?: string;
}

const LONGEST = 65_536;
const LONGEST_SUBJECT = 400;

/** Writing the templates of an organisation: a draft per place, published versions that stay, and the way back. */
@Injectable()
export class OwnTemplates {
  constructor(
    private readonly slots: OwnSlots,
    private readonly voice: SiteVoice,
    private readonly changes: SiteChanges,
  ) {}

  /** Saves the one draft of a place, flawed or not: what somebody wrote is kept. Flaws only keep it from being published. */
  async saveDraft({ slot, locale, source, subject, revision }: OwnDraft): Promise<void> {
    const known = await this.demandWriting({ slot, locale });
    const text = source.replaceAll('\r\n', '\n');
    if (text.trim() === '' || text.length > LONGEST)
      throw invalid('invalid_input', [{ field: 'source', code: text.trim() === '' ? 'required' : 'too_long' }]);
    if ((subject ?? '').length > LONGEST_SUBJECT || /[\r\n]/.test(subject ?? ''))
      throw invalid('invalid_input', [{ field: 'subject', code: 'too_long' }]);
    await lockThing(`own ${slot} ${locale}`);
    demandRevision(revision, await writtenIn({ slot, locale }));
    const { version } = (await db().row<{ version: number }>(SAVE_DRAFT, [
      newId(),
      slot,
      locale,
      known.kind === 'mail' ? (subject ?? known.subject ?? '') : null,
      text,
      known.original,
      templateFingerprint(known.original),
      now(),
      actor().personId,
    ]))!;
    await record('site.own_drafted', 'own_template', slot, undefined, { locale, version });
  }

  /**
   * Publishes the draft of a place, once it passes the checks and can be shown with the sample.
   * @throws DomainError invalid own_template_flawed, conflict own_no_draft
   */
  async publish({ slot, locale }: OwnPlace): Promise<void> {
    const known = await this.demandWriting({ slot, locale });
    await lockThing(`own ${slot} ${locale}`);
    const draft = await db().row<{ id: string; version: number; source: string; subject: string | null }>(
      `SELECT id, version, source, subject FROM own_templates WHERE slot = $1 AND locale = $2 AND state = 'draft'`,
      [slot, locale],
    );
    if (!draft) throw conflict('own_no_draft');
    const flaws = await this.flaws(known, locale, draft.source, draft.subject);
    if (flaws.length > 0)
      throw invalid(
        'own_template_flawed',
        flaws.slice(0, 20).map(({ line }) => ({ field: 'source', code: 'own_template', params: { line } })),
      );
    await this.show({ slot, locale }, draft.id);
    await record('site.own_published', 'own_template', slot, undefined, { locale, version: draft.version });
    await this.changes.note('changed', { key: 'own', slot });
  }

  /** Drops the draft of a place. */
  async discardDraft({ slot, locale }: OwnPlace): Promise<void> {
    this.demandSlot({ slot, locale });
    const done = await db().run(`DELETE FROM own_templates WHERE slot = $1 AND locale = $2 AND state = 'draft'`, [
      slot,
      locale,
    ]);
    if (done === 0) throw conflict('own_no_draft');
    await record('site.own_draft_dropped', 'own_template', slot, undefined, { locale });
  }

  /** Shows a version again that was published before; it must still pass the checks of today. */
  async rollBack({ slot, locale }: OwnPlace, version: number): Promise<void> {
    const known = await this.demandWriting({ slot, locale });
    await lockThing(`own ${slot} ${locale}`);
    const row = await db().row<{ id: string; source: string; subject: string | null }>(
      `SELECT id, source, subject FROM own_templates WHERE slot = $1 AND locale = $2 AND version = $3 AND state = 'superseded' AND published_at IS NOT NULL`,
      [slot, locale, version],
    );
    if (!row) throw missing('own_version_missing');
    const flaws = await this.flaws(known, locale, row.source, row.subject);
    if (flaws.length > 0) throw invalid('own_template_flawed');
    await this.show({ slot, locale }, row.id);
    await record('site.own_rolled_back', 'own_template', slot, undefined, { locale, version });
    await this.changes.note('changed', { key: 'own', slot });
  }

  /** Shows the original again. The versions stay. */
  async reset({ slot, locale }: OwnPlace): Promise<void> {
    this.demandSlot({ slot, locale });
    const done = await db().run(
      `UPDATE own_templates SET state = 'superseded' WHERE slot = $1 AND locale = $2 AND state = 'published'`,
      [slot, locale],
    );
    if (done === 0) throw conflict('own_is_original');
    await this.forgetTrouble({ slot, locale });
    await record('site.own_reset', 'own_template', slot, undefined, { locale });
    await this.changes.note('changed', { key: 'own', slot });
  }

  /** What keeps a text from standing in a slot: the checks, then an attempt with the sample. */
  async flaws(slot: OwnSlot, locale: string, source: string, subject?: string | null): Promise<TenantProblem[]> {
    const found = [...checkTenantTemplate(source), ...(subject ? checkTenantTemplate(subject) : [])];
    if (found.length > 0) return found;
    const words = await this.voice.words(locale || tenant().locale);
    try {
      tenantTemplate(source).render(slot.sample(words), words);
      if (subject) tenantTemplate(subject).render(slot.sample(words), words);
      return [];
    } catch (error) {
      return 'problems' in (error as object) ? [...(error as { problems: TenantProblem[] }).problems] : [];
    }
  }

  private async show(place: OwnPlace, id: string): Promise<void> {
    const { slot, locale } = place;
    await db().run(
      `UPDATE own_templates SET state = 'superseded' WHERE slot = $1 AND locale = $2 AND state = 'published'`,
      [slot, locale],
    );
    await db().run(`UPDATE own_templates SET state = 'published', published_at = $2, published_by = $3 WHERE id = $1`, [
      id,
      now(),
      actor().personId,
    ]);
    await this.forgetTrouble(place);
  }

  private async forgetTrouble({ slot, locale }: OwnPlace): Promise<void> {
    await db().run('DELETE FROM own_template_troubles WHERE slot = $1 AND locale = $2', [slot, locale]);
  }

  /** What is published stays, and dropping or going back to the original is never withheld; writing is. */
  private async demandWriting(place: OwnPlace): Promise<OwnSlot> {
    const known = this.demandSlot(place);
    await demandFeature(featureOf(known));
    return known;
  }

  private demandSlot({ slot, locale }: OwnPlace): OwnSlot {
    demand('edit', 'Template');
    const known = this.slots.get(slot);
    if (!known) throw missing('own_slot_missing');
    if (locale !== '' && !tenant().locales.includes(locale))
      throw invalid('invalid_input', [{ field: 'locale', code: 'choice' }]);
    return known;
  }
}

/** The feature of a plan that writing in a slot is part of. */
export const featureOf = (slot: Pick<OwnSlot, 'kind'>): string =>
  slot.kind === 'mail' ? 'mail_texts' : 'own_templates';

/** What is written for a place now: the draft, else what is published. Its revision guards the next save. */
export async function writtenIn({
  slot,
  locale,
}: OwnPlace): Promise<{ source: string; subject: string | null } | null> {
  const row = await db().row<{ source: string; subject: string | null }>(
    `SELECT source, subject FROM own_templates WHERE slot = $1 AND locale = $2 AND state <> 'superseded' ORDER BY state = 'draft' DESC LIMIT 1`,
    [slot, locale],
  );
  return row ?? null;
}

const SAVE_DRAFT = `INSERT INTO own_templates AS o (id, slot, locale, version, subject, source, base_source, base_fingerprint, state, created_at, created_by)
  SELECT $1, $2, $3, coalesce(max(v.version), 0) + 1, $4, $5, $6, $7, 'draft', $8, $9 FROM own_templates v WHERE v.slot = $2 AND v.locale = $3
  ON CONFLICT (slot, locale, state) WHERE state <> 'superseded' DO UPDATE SET subject = excluded.subject, source = excluded.source,
    base_source = excluded.base_source, base_fingerprint = excluded.base_fingerprint, created_at = excluded.created_at, created_by = excluded.created_by
  RETURNING version`;
