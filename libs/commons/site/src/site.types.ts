import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { DateTime, invalid } from '@madang/kernel';

@ObjectType({ description: 'A link of the menu or footer.' })
export class SiteLink {
  @Field(() => String, { description: 'What it says.' })
  label!: string;

  @Field(() => String, { description: 'Where it leads: a path of this site or a web address; empty for a group.' })
  href!: string;
}

@ObjectType({ description: 'An entry of the menu; one with items is a group.' })
export class SiteMenuEntry extends SiteLink {
  @Field(() => [SiteLink], { description: 'Links of the group.' })
  items!: SiteLink[];
}

@ObjectType({ description: 'One version of a page of the site.' })
export class SitePage {
  @Field(() => String, { description: 'Name in its address.' })
  slug!: string;

  @Field(() => String, { description: 'page, about, terms, privacy, conduct, accessibility or guide.' })
  purpose!: string;

  @Field(() => Int, { description: 'Number of the version.' })
  version!: number;

  @Field(() => String, { description: 'Title in the reader\u2019s language.' })
  title!: string;

  @Field(() => String, { description: 'Text, Markdown.' })
  body!: string;

  @Field(() => String, { description: 'What changed against the version before.' })
  changeNote!: string;

  @Field(() => String, { nullable: true, description: 'Day from which it is in force.' })
  effectiveOn!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was published; null for a draft.' })
  publishedAt!: Date | null;
}

@ObjectType({ description: 'This site.' })
export class SiteInfo {
  @Field(() => String, { description: 'Name in the reader\u2019s language.' })
  name!: string;

  @Field(() => String, { description: 'Slogan.' })
  slogan!: string;

  @Field(() => String, { description: 'Default language, BCP 47.' })
  locale!: string;

  @Field(() => [String], { description: 'Languages of the site.' })
  locales!: string[];

  @Field(() => String, { description: 'Time zone every date of the site is in, IANA name.' })
  timeZone!: string;

  @Field(() => String, { description: 'Who answers for the site.' })
  operator!: string;

  @Field(() => [SiteMenuEntry], { description: 'The menu.' })
  menu!: SiteMenuEntry[];

  @Field(() => [SiteLink], { description: 'Pages linked from every page.' })
  footer!: SiteLink[];
}

@ObjectType({ description: 'A page in the list of pages.' })
export class SitePageSummary {
  @Field(() => String, { description: 'Name in its address.' })
  slug!: string;

  @Field(() => String, { description: 'page, about, terms, privacy, conduct, accessibility or guide.' })
  purpose!: string;

  @Field(() => String, { description: 'Title in the reader\u2019s language.' })
  title!: string;

  @Field(() => Boolean, { description: 'Whether every page links to it.' })
  inFooter!: boolean;

  @Field(() => Int, { description: 'Order.' })
  position!: number;

  @Field(() => Int, { nullable: true, description: 'Number of the version in force.' })
  inForce!: number | null;

  @Field(() => Int, { nullable: true, description: 'Number of the draft, for who may design the site.' })
  draft!: number | null;
}

@ObjectType({ description: 'A block of the home page as it is stored.' })
export class HomeBlock {
  @Field(() => String, { description: 'Kind of block.' })
  type!: string;

  @Field(() => Boolean, { description: 'Whether it is shown.' })
  enabled!: boolean;

  @Field(() => String, { description: 'Its settings, JSON.' })
  settings!: string;
}

@InputType({ description: 'Text in one language.' })
export class TextInput {
  @Field(() => String, { description: 'Language, BCP 47.' })
  locale!: string;

  @Field(() => String, { description: 'The text.' })
  text!: string;
}

@InputType({ description: 'The draft of a page.' })
export class PageDraftInput {
  @Field(() => String, { description: 'Name in its address.' })
  slug!: string;

  @Field(() => String, {
    defaultValue: 'page',
    description: 'page, about, terms, privacy, conduct, accessibility or guide.',
  })
  purpose!: string;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether every page links to it.' })
  inFooter!: boolean;

  @Field(() => Int, { defaultValue: 0, description: 'Order in the footer.' })
  position!: number;

  @Field(() => [TextInput], { description: 'Title by language.' })
  title!: TextInput[];

  @Field(() => [TextInput], { description: 'Text by language, Markdown.' })
  body!: TextInput[];

  @Field(() => [TextInput], { defaultValue: [], description: 'What changed, by language.' })
  changeNote!: TextInput[];
}

@InputType({ description: 'One value of the site; see the handbook for the form each must have.' })
export class SiteValueInput {
  @Field(() => String, { description: 'name, slogan, theme, glossary, overrides, operator or promise.' })
  key!: string;

  @Field(() => String, { description: 'The value, as JSON.' })
  value!: string;

  @Field(() => String, { nullable: true, description: 'Revision of the state it was edited from.' })
  revision?: string;
}

@ObjectType({ description: 'What an act on the site did.' })
export class SiteChange {
  @Field(() => Boolean, { description: 'Whether anything differs from before.' })
  changed!: boolean;

  @Field(() => Int, { nullable: true, description: 'Number of the version, for pages.' })
  version!: number | null;
}

/** Texts of an input as they are kept. */
export const byLocale = (words: readonly TextInput[]): Record<string, string> =>
  Object.fromEntries(words.map(({ locale, text }) => [locale, text]));

/** Reads a JSON argument. @throws DomainError invalid, naming the argument */
export function json(text: string, field: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw invalid('invalid_input', [{ field, code: 'invalid' }]);
  }
}
