import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { connection, missing, readInput } from '@madang/kernel';
import { WordsReader } from './words.reader.js';
import { SiteWords } from './words.service.js';
import {
  SaidMessage,
  SiteMessage,
  SiteMessageConnection,
  SiteMessageInput,
  SiteMessagesArgs,
  SiteTerm,
  SiteTermInput,
} from './words.types.js';

/** The words of a site: texts and terms. */
@Resolver()
export class WordsResolver {
  constructor(
    private readonly reader: WordsReader,
    private readonly words: SiteWords,
  ) {}

  @Query(() => SiteMessageConnection, {
    description: 'Texts of the site, found by what a reader sees. Administrators only.',
  })
  async siteMessages(@Args() args: SiteMessagesArgs): Promise<SiteMessageConnection> {
    return connection(await this.reader.messages(readInput(SiteMessagesArgs, args)));
  }

  @Query(() => [String], { description: 'Parts of the house that speak. Administrators only.' })
  siteMessageParts(): string[] {
    return this.reader.parts();
  }

  @Query(() => [SiteTerm], { description: 'Words an organisation may choose for itself. Administrators only.' })
  siteTerms(@Args('locale') locale: string): Promise<SiteTerm[]> {
    return this.reader.terms(locale);
  }

  @Query(() => SaidMessage, { description: 'How a text would read; nothing is stored. Administrators only.' })
  sayMessage(
    @Args('key') key: string,
    @Args('locale') locale: string,
    @Args('text') text: string,
  ): Promise<SaidMessage> {
    return this.reader.say(key, locale, text);
  }

  @Mutation(() => SiteMessage, { description: 'Says a text of the site differently. Administrators only.' })
  async setSiteMessage(@Args('input') raw: SiteMessageInput): Promise<SiteMessage> {
    const { key, locale, text, revision } = readInput(SiteMessageInput, raw);
    await this.words.setMessage(locale, key, text ?? null, revision);
    const now = await this.reader.message(key, locale);
    if (!now) throw missing('message_missing');
    return now;
  }

  @Mutation(() => SiteTerm, { description: 'Chooses a word of the site. Administrators only.' })
  async setSiteTerm(@Args('input') raw: SiteTermInput): Promise<SiteTerm> {
    const { name, locale, one, other, a, revision } = readInput(SiteTermInput, raw);
    const forms = one ? { one, ...(other ? { other } : {}), ...(a ? { a } : {}) } : null;
    await this.words.setTerm(locale, name, forms, revision);
    return (await this.reader.terms(locale)).find((term) => term.name === name)!;
  }
}
