import type { OwnTemplateText } from '@madang/portal';
import { htmlText, tenantTemplate, type SafeHtml, type TenantTemplate, type Words as Speech } from '@madang/theming';

/** Hears which slot could not be filled, and why. */
export type Failed = (slot: string, locale: string, error: Error) => void;

/** A subject is one line of plain text. */
const SUBJECT = { limits: { source: 400, nodes: 60, fuel: 500, output: 400 } };

/** The published templates of one organisation, parsed at first use. What cannot be used is told once and left out. */
export class OwnShelf {
  private readonly rows: ReadonlyMap<string, OwnTemplateText>;
  private readonly parsed = new Map<string, TenantTemplate | undefined>();
  private readonly told = new Set<string>();

  constructor(rows: readonly OwnTemplateText[] = []) {
    this.rows = new Map(rows.map((row) => [`${row.slot} ${row.locale}`, row]));
  }

  /** The template for a slot in a language: the one for that language, else the one for all. */
  find(slot: string, locale: string): OwnTemplateText | undefined {
    return this.rows.get(`${slot} ${locale}`) ?? this.rows.get(`${slot} `);
  }

  /** Fills a slot; undefined where the original is to be shown: there is no template, or it failed. */
  fill(slot: string, model: object, words: Speech, failed: Failed): SafeHtml | undefined {
    const row = this.find(slot, words.locale);
    return row && this.attempt(row, 'source', model, words, failed);
  }

  /** Words of a mail: its subject and its body twice. Undefined where the original is to be sent. */
  mail(
    slot: string,
    model: object,
    words: Speech,
    failed: Failed,
  ): { subject: string; body: SafeHtml; text: string } | undefined {
    const row = this.find(slot, words.locale);
    if (!row) return undefined;
    const body = this.attempt(row, 'source', model, words, failed);
    const subject = row.subject ? this.attempt(row, 'subject', model, words, failed) : undefined;
    if (!body || (row.subject && !subject)) return undefined;
    return { subject: subject ? oneLine(subject) : '', body, text: htmlText(body.toHTML()) };
  }

  private attempt(
    row: OwnTemplateText,
    part: 'source' | 'subject',
    model: object,
    words: Speech,
    failed: Failed,
  ): SafeHtml | undefined {
    try {
      return this.template(row, part)?.render(model, words);
    } catch (error) {
      this.tell(row, error, failed);
      return undefined;
    }
  }

  private template(row: OwnTemplateText, part: 'source' | 'subject'): TenantTemplate | undefined {
    const key = `${part} ${row.slot} ${row.locale}`;
    if (!this.parsed.has(key)) {
      this.parsed.set(key, undefined);
      this.parsed.set(key, part === 'source' ? tenantTemplate(row.source) : tenantTemplate(row.subject, SUBJECT));
    }
    return this.parsed.get(key);
  }

  private tell(row: OwnTemplateText, error: unknown, failed: Failed): void {
    const key = `${row.slot} ${row.locale}`;
    if (this.told.has(key)) return;
    this.told.add(key);
    failed(row.slot, row.locale, error instanceof Error ? error : new Error(String(error)));
  }
}

/** A rendered subject as a mail's header may carry it. */
export const oneLine = (subject: SafeHtml): string => htmlText(subject.toHTML()).replace(/\s+/g, ' ').slice(0, 200);
