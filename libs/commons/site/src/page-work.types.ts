import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { DateTime } from '@madang/kernel';
import { PageDraftInput } from './site.types.js';

@ObjectType({ description: 'Text in one language.' })
export class LocalText {
  @Field(() => String, { description: 'Language, BCP 47.' })
  locale!: string;

  @Field(() => String, { description: 'The text.' })
  text!: string;
}

@ObjectType({ description: 'One version of a page, in all languages.' })
export class PageVersionFull {
  @Field(() => Int, { description: 'Its number.' })
  version!: number;

  @Field(() => [LocalText], { description: 'Title by language.' })
  title!: LocalText[];

  @Field(() => [LocalText], { description: 'Text by language, Markdown.' })
  body!: LocalText[];

  @Field(() => [LocalText], { description: 'What changed, by language.' })
  changeNote!: LocalText[];

  @Field(() => DateTime, { nullable: true, description: 'When it was published; null for the draft.' })
  publishedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When the draft will be published by itself.' })
  publishAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Day from which it is in force.' })
  effectiveOn!: string | null;

  @Field(() => DateTime, { description: 'When it was last written.' })
  createdAt!: Date;

  @Field(() => String, { nullable: true, description: 'Who wrote it.' })
  createdBy!: string | null;
}

@ObjectType({ description: 'Everything the editor of a page shows.' })
export class PageToEdit {
  @Field(() => String, { description: 'Name in its address.' })
  slug!: string;

  @Field(() => String, { description: 'page, about, terms, privacy, conduct, accessibility or guide.' })
  purpose!: string;

  @Field(() => Boolean, { description: 'Whether every page links to it.' })
  inFooter!: boolean;

  @Field(() => Int, { description: 'Order in the footer.' })
  position!: number;

  @Field(() => [LocalText], { description: 'Title the editor begins with.' })
  title!: LocalText[];

  @Field(() => [LocalText], { description: 'Text the editor begins with.' })
  body!: LocalText[];

  @Field(() => Int, { nullable: true, description: 'Number of the draft.' })
  draft!: number | null;

  @Field(() => String, { description: 'Revision the next save must name.' })
  revision!: string;

  @Field(() => [PageVersionFull], { description: 'Versions, newest first; at most 100.' })
  versions!: PageVersionFull[];
}

@InputType({ description: 'The draft of a page, saved over a known state.' })
export class PageWorkInput extends PageDraftInput {
  @Field(() => String, { nullable: true, description: 'Revision of the state it was written over.' })
  revision?: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether a page is begun: an address that another has is refused then, instead of drafting over that one.',
  })
  begins!: boolean;
}

@ObjectType({ description: 'A stretch of text that stayed, came or went.' })
export class TextStretch {
  @Field(() => String, { description: 'same, added or removed.' })
  kind!: string;

  @Field(() => String, { description: 'The text.' })
  text!: string;
}

@ObjectType({ description: 'A paragraph of a comparison.' })
export class TextChange {
  @Field(() => [TextStretch], { description: 'Its stretches in order.' })
  stretches!: TextStretch[];
}
