import { Injectable } from '@nestjs/common';
import { tenant } from '@madang/kernel';
import { SiteWords } from '@madang/portal';
import { today, type Words } from '../spaces.reader.js';
import { sentenceOn, type SeenProcess } from './seen.js';

/** What residents will see, in every language of the site. */
export interface Seen {
  /** Null: what they see today. */
  phaseId: string | null;
  text: Words;
}

/** Says what a process looks like to those who take part in it. */
@Injectable()
export class SeenByResidents {
  constructor(private readonly words: SiteWords) {}

  /** The sentence for today and for each phase. A draft is looked at as if it were public. */
  async of(process: SeenProcess): Promise<Seen[]> {
    const looked = { ...process, state: process.state === 'draft' ? ('open' as const) : process.state };
    const languages = await Promise.all(tenant().locales.map((locale) => this.words.in(locale)));
    const say = (at: { phaseId: string } | { day: string }): Words =>
      Object.fromEntries(tenant().locales.map((locale, index) => [locale, sentenceOn(looked, languages[index]!, at)]));
    return [
      { phaseId: null, text: say({ day: today() }) },
      ...process.phases.map((phase) => ({ phaseId: phase.id, text: say({ phaseId: phase.id }) })),
    ];
  }
}
