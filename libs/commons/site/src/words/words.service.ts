import { Injectable } from '@nestjs/common';
import { demand, invalid, missing, tenant } from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { termArguments, type TermForms, compareMessages } from '@madang/theming';
import { demandRevision, lockThing } from '../revision.js';
import { Site } from '../site.service.js';
import { SiteVoice } from '../own/voice.js';
import { termProblems, WordsReader } from './words.reader.js';

const LONGEST = 2000;

/** Changing the words of a site: single texts and terms, each in one language. */
@Injectable()
export class SiteWords {
  constructor(
    private readonly reader: WordsReader,
    private readonly site: Site,
    private readonly voice: SiteVoice,
  ) {}

  /**
   * Puts a text in place of a message, or the original back with null.
   * @throws DomainError invalid when the values of the original are not used as they must be
   */
  async setMessage(locale: string, key: string, text: string | null, revision?: string): Promise<void> {
    this.demandLanguage(locale);
    const original = this.voice.house().original(key, locale);
    if (original === undefined) throw missing('message_missing');
    await lockThing('value overrides');
    const { overrides, glossary } = await this.reader.own();
    const own = { ...overrides[locale] };
    demandRevision(revision, own[key] ?? null);
    if (text === null) delete own[key];
    else {
      const terms = new Set(Object.keys(termArguments(locale, glossary[locale])));
      const problems = compareMessages(original, text, locale, terms);
      if (problems.length > 0 || text.length > LONGEST)
        throw invalid('message_does_not_fit', [{ field: 'text', code: 'message' }]);
      own[key] = text;
    }
    await this.site.setValue('overrides', { ...overrides, [locale]: own });
    await record(text === null ? 'site.message_reset' : 'site.message_set', 'message', key, undefined, { locale });
  }

  /** Chooses the forms of a term, or the original ones with null. */
  async setTerm(locale: string, name: string, forms: TermForms | null, revision?: string): Promise<void> {
    this.demandLanguage(locale);
    await lockThing('value glossary');
    const { glossary } = await this.reader.own();
    const own = { ...glossary[locale] };
    demandRevision(revision, own[name] ?? null);
    if (forms === null) delete own[name];
    else {
      if (termProblems(name, forms).length > 0) throw invalid('invalid_input', [{ field: 'forms', code: 'term' }]);
      own[name] = forms;
    }
    await this.site.setValue('glossary', { ...glossary, [locale]: own });
    await record(forms === null ? 'site.term_reset' : 'site.term_set', 'term', name, undefined, { locale });
  }

  private demandLanguage(locale: string): void {
    demand('edit', 'Words');
    if (!tenant().locales.includes(locale)) throw invalid('invalid_input', [{ field: 'locale', code: 'choice' }]);
  }
}
