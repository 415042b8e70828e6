import { Injectable } from '@nestjs/common';
import { db, demand, missing, tenant } from '@madang/kernel';
import {
  templateFingerprint,
  threeWay,
  type ThreeWay,
  type TenantProblem,
  type Words as Speech,
} from '@madang/theming';
import { revisionOf } from '../revision.js';
import { OwnSlots, type OwnSlot } from './slots.js';
import { OwnTemplates, writtenIn, type OwnPlace } from './own-templates.service.js';
import { SiteVoice } from './voice.js';

interface Standing {
  slot: string;
  locale: string;
  published: number | null;
  draft: number | null;
  baseFingerprint: string | null;
  trouble: string | null;
}

/** A slot in one language, as the list of slots shows it. */
export interface OwnSlotSummary extends OwnPlace {
  kind: OwnSlot['kind'];
  /** What it is called in the reader's language; empty where its name says enough. */
  label: string;
  published: number | null;
  draft: number | null;
  /** The original changed since the template was written over it. */
  moved: boolean;
  trouble: string | null;
}

/** One version of a template. */
export interface OwnVersion {
  version: number;
  state: 'draft' | 'published' | 'superseded';
  source: string;
  subject: string | null;
  createdAt: Date;
  createdBy: string | null;
  publishedAt: Date | null;
}

/** Everything the editor of a slot shows. */
export interface OwnSlotDetail extends OwnSlotSummary {
  original: string;
  originalSubject: string | null;
  at: string | null;
  /** Sample of the values a template may use, JSON. */
  sample: string;
  revision: string;
  versions: OwnVersion[];
  /** The text, its old original and the new one, where the original moved. */
  merge: ThreeWay | null;
}

/** Reads slots, their templates and what is wrong with them. For administrators. */
@Injectable()
export class OwnTemplatesReader {
  constructor(
    private readonly slots: OwnSlots,
    private readonly templates: OwnTemplates,
    private readonly voice: SiteVoice,
  ) {}

  /** Every slot in every language of the tenant that has a template, and once where it has none. */
  async list(kind?: OwnSlot['kind']): Promise<OwnSlotSummary[]> {
    demand('edit', 'Template');
    const rows = await db().rows<Standing>(STANDINGS);
    const words = await this.voice.words();
    return this.slots
      .all()
      .filter((slot) => !kind || slot.kind === kind)
      .flatMap((slot) => {
        const own = rows.filter((row) => row.slot === slot.name);
        return (own.length > 0 ? own : [EMPTY]).map((row) => summary(slot, row, words));
      });
  }

  /** One slot in one language with its versions. */
  async detail({ slot: name, locale }: OwnPlace): Promise<OwnSlotDetail> {
    demand('edit', 'Template');
    const slot = this.slots.get(name);
    if (!slot) throw missing('own_slot_missing');
    const versions = await db().rows<OwnVersion & { baseSource: string }>(VERSIONS, [name, locale]);
    const row = (await db().rows<Standing>(STANDINGS)).find((one) => one.slot === name && one.locale === locale);
    const standing = summary(slot, row ?? { ...EMPTY, locale }, await this.voice.words());
    const current = versions.find((one) => one.state === 'draft') ?? versions.find((one) => one.state === 'published');
    const words = await this.voice.words(locale || tenant().locale);
    return {
      ...standing,
      original: slot.original,
      originalSubject: slot.subject ?? null,
      at: slot.at ?? null,
      sample: JSON.stringify(slot.sample(words)),
      revision: revisionOf(await writtenIn({ slot: name, locale })),
      versions,
      merge: standing.moved && current ? threeWay(current.baseSource, current.source, slot.original) : null,
    };
  }

  /** What is wrong with a text for a slot, line by line; empty when it could be published. */
  async check({ slot: name, locale }: OwnPlace, source: string, subject?: string | null): Promise<TenantProblem[]> {
    demand('edit', 'Template');
    const slot = this.slots.get(name);
    if (!slot) throw missing('own_slot_missing');
    return this.templates.flaws(slot, locale, source, subject);
  }

  /** Slots whose template could not be shown, for the list of things to do. */
  async troubles(): Promise<(OwnPlace & { message: string; at: Date })[]> {
    demand('edit', 'Template');
    return db().rows('SELECT slot, locale, message, at FROM own_template_troubles ORDER BY at DESC LIMIT 100');
  }
}

function summary(slot: OwnSlot, row: Standing, words: Speech): OwnSlotSummary {
  const { locale, published, draft, baseFingerprint, trouble } = row;
  const moved = baseFingerprint !== null && baseFingerprint !== templateFingerprint(slot.original);
  const label = slot.label?.(words) ?? '';
  return { slot: slot.name, kind: slot.kind, label, locale, published, draft, moved, trouble };
}

const EMPTY: Standing = { slot: '', locale: '', published: null, draft: null, baseFingerprint: null, trouble: null };

const STANDINGS = `SELECT o.slot, o.locale, max(o.version) FILTER (WHERE o.state = 'published') AS published, max(o.version) FILTER (WHERE o.state = 'draft') AS draft,
    (array_agg(o.base_fingerprint ORDER BY o.state = 'draft' DESC))[1] AS "baseFingerprint",
    (SELECT t.message FROM own_template_troubles t WHERE t.slot = o.slot AND t.locale = o.locale) AS trouble
  FROM own_templates o WHERE o.state <> 'superseded' GROUP BY o.slot, o.locale ORDER BY o.slot, o.locale`;

const VERSIONS = `SELECT o.version, o.state, o.source, o.subject, o.base_source AS "baseSource", o.created_at AS "createdAt", p.display_name AS "createdBy",
    o.published_at AS "publishedAt"
  FROM own_templates o LEFT JOIN people p ON p.id = o.created_by WHERE o.slot = $1 AND o.locale = $2 ORDER BY o.version DESC LIMIT 50`;
