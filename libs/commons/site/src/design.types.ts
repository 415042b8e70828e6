import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { DateTime } from '@madang/kernel';
import { IsOptional, Matches, MaxLength } from 'class-validator';
import { TextInput } from './site.types.js';

@InputType({ description: 'A page as somebody is writing it.' })
export class UnsavedPageInput {
  @Field(() => String, { description: 'Name in its address.' })
  slug!: string;

  @Field(() => String, {
    defaultValue: 'page',
    description: 'page, about, terms, privacy, conduct, accessibility or guide.',
  })
  purpose!: string;

  @Field(() => [TextInput], { description: 'Title by language.' })
  title!: TextInput[];

  @Field(() => [TextInput], { description: 'Text by language, Markdown.' })
  body!: TextInput[];
}

@InputType({ description: 'A template of a slot as somebody is writing it.' })
export class UnsavedTemplateInput {
  @Field(() => String, { description: 'Name of the slot.' })
  slot!: string;

  @Field(() => String, { defaultValue: '', description: 'Language; empty for all.' })
  locale!: string;

  @Field(() => String, { description: 'The template.' })
  source!: string;
}

@InputType({ description: 'A page to draw, with changes that are not saved. Nothing is stored.' })
export class PreviewInput {
  @Field(() => String, { defaultValue: '/', description: 'Path of the page.' })
  path!: string;

  @Field(() => String, { nullable: true, description: 'Language; the site\u2019s own where absent.' })
  locale?: string;

  @Field(() => String, { nullable: true, description: 'light, dark or contrast; the system\u2019s where absent.' })
  mode?: string;

  @Field(() => Boolean, { defaultValue: false, description: 'As I see it, not as a visitor does.' })
  asMe!: boolean;

  @Field(() => String, { nullable: true, description: 'Values of the site, JSON: { theme, name, glossary, … }.' })
  values?: string;

  @Field(() => String, { nullable: true, description: 'Blocks of the home page, JSON, as they are saved.' })
  blocks?: string;

  @Field(() => String, { nullable: true, description: 'Menu, JSON, as it is saved.' })
  menu?: string;

  @Field(() => UnsavedPageInput, { nullable: true, description: 'A page that is being written.' })
  page?: UnsavedPageInput;

  @Field(() => [UnsavedTemplateInput], { nullable: true, description: 'Templates that are being written.' })
  templates?: UnsavedTemplateInput[];
}

@ObjectType({ description: 'One thing that may be set in a kind of block.' })
export class HomeBlockField {
  @Field(() => String, { description: 'Its name in the settings.' })
  name!: string;

  @Field(() => String, {
    description:
      'text, long_text, markdown, html, address, boolean, integer, source, process, space, category, activity, links or partners.',
  })
  kind!: string;

  @Field(() => Boolean, { description: 'Whether it must be there.' })
  required!: boolean;

  @Field(() => Boolean, { description: 'Whether it is written in each language.' })
  translated!: boolean;

  @Field(() => Int, { nullable: true, description: 'Most characters, or largest number.' })
  max!: number | null;

  @Field(() => Int, { nullable: true, description: 'Smallest number.' })
  min!: number | null;

  @Field(() => String, { nullable: true, description: 'Value where it is not set, JSON.' })
  initial!: string | null;
}

@ObjectType({ description: 'A kind of block a home page may have.' })
export class HomeBlockType {
  @Field(() => String, { description: 'Its name.' })
  type!: string;

  @Field(() => [HomeBlockField], { description: 'What may be set, in the order of a form.' })
  fields!: HomeBlockField[];
}

@ObjectType({ description: 'A choice with its words.' })
export class DesignChoice {
  @Field(() => String, { description: 'The value.' })
  value!: string;

  @Field(() => String, {
    description: 'Its words in the reader\u2019s language; empty where the value speaks for itself.',
  })
  label!: string;
}

@ObjectType({ description: 'What blocks and menus may point to.' })
export class DesignChoices {
  @Field(() => [DesignChoice], { description: 'Lists of cards: source/list.' })
  lists!: DesignChoice[];

  @Field(() => [DesignChoice], { description: 'Sets of numbers: source/list.' })
  numbers!: DesignChoice[];

  @Field(() => [DesignChoice], { description: 'Spaces by slug.' })
  spaces!: DesignChoice[];

  @Field(() => [DesignChoice], { description: 'Processes as space/process.' })
  processes!: DesignChoice[];

  @Field(() => [DesignChoice], { description: 'Categories by slug.' })
  categories!: DesignChoice[];

  @Field(() => [DesignChoice], { description: 'Addresses of this site: pages, spaces and what everybody needs.' })
  addresses!: DesignChoice[];
}

@ObjectType({ description: 'Something of the site as it is stored, with the revision its next save must name.' })
export class DesignState {
  @Field(() => String, { description: 'The stored state, JSON.' })
  json!: string;

  @Field(() => String, { description: 'Names this state; send it with the save.' })
  revision!: string;
}

@InputType({ description: 'A slot in a language.' })
export class OwnPlaceInput {
  @Field(() => String, { description: 'Name of the slot.' })
  @Matches(/^[a-z]+(\/[a-z_.]+)?$/)
  slot!: string;

  @Field(() => String, { defaultValue: '', description: 'Language; empty for all languages.' })
  @IsOptional()
  @MaxLength(20)
  locale!: string;
}

@InputType({ description: 'The draft of a template.' })
export class OwnDraftInput extends OwnPlaceInput {
  @Field(() => String, { description: 'The template.' })
  @MaxLength(70_000)
  source!: string;

  @Field(() => String, { nullable: true, description: 'Subject, for mails.' })
  @IsOptional()
  @MaxLength(400)
  subject?: string | null;

  @Field(() => String, { nullable: true, description: 'Revision of the state it was written over.' })
  @IsOptional()
  @MaxLength(40)
  revision?: string;
}

@ObjectType({ description: 'One thing that is wrong with a template.' })
export class OwnProblem {
  @Field(() => String, { description: 'Number of the check: TT001 to TT022.' })
  id!: string;

  @Field(() => Int, { description: 'Line, from 1.' })
  line!: number;

  @Field(() => String, { description: 'What was found, in English.' })
  message!: string;
}

@ObjectType({ description: 'A slot the organisation may fill with a template of its own.' })
export class OwnSlotInfo {
  @Field(() => String, { description: 'Name of the slot.' })
  slot!: string;

  @Field(() => String, { description: 'Language; empty for all.' })
  locale!: string;

  @Field(() => String, { description: 'page or mail.' })
  kind!: string;

  @Field(() => String, {
    description: 'What it is called in the reader\u2019s language; empty where its name says enough.',
  })
  label!: string;

  @Field(() => Int, { nullable: true, description: 'Version that is shown; null for the original.' })
  published!: number | null;

  @Field(() => Int, { nullable: true, description: 'Version of the draft.' })
  draft!: number | null;

  @Field(() => Boolean, { description: 'Whether the original changed since.' })
  moved!: boolean;

  @Field(() => String, { nullable: true, description: 'Why the template could not be shown.' })
  trouble!: string | null;
}

@ObjectType({ description: 'One version of a template.' })
export class OwnTemplateVersion {
  @Field(() => Int, { description: 'Its number.' })
  version!: number;

  @Field(() => String, { description: 'draft, published or superseded.' })
  state!: string;

  @Field(() => String, { description: 'The template.' })
  source!: string;

  @Field(() => String, { nullable: true, description: 'Subject, for mails.' })
  subject!: string | null;

  @Field(() => DateTime, { description: 'When it was last written.' })
  createdAt!: Date;

  @Field(() => String, { nullable: true, description: 'Who wrote it.' })
  createdBy!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was last published.' })
  publishedAt!: Date | null;
}

@ObjectType({ description: 'A stretch of lines in the old original, our text and the new original.' })
export class OwnMergeHunk {
  @Field(() => String, { description: 'same, mine, theirs, both or conflict.' })
  kind!: string;

  @Field(() => [String], { description: 'Lines of the old original.' })
  base!: string[];

  @Field(() => [String], { description: 'Our lines.' })
  mine!: string[];

  @Field(() => [String], { description: 'Lines of the new original.' })
  theirs!: string[];
}

@ObjectType({ description: 'Our text held against an original that changed.' })
export class OwnMerge {
  @Field(() => [OwnMergeHunk], { description: 'From the first line to the last.' })
  hunks!: OwnMergeHunk[];

  @Field(() => String, { nullable: true, description: 'Both together, where nothing conflicts.' })
  merged?: string | null;
}

@ObjectType({ description: 'A slot with everything its editor shows.' })
export class OwnSlotFull extends OwnSlotInfo {
  @Field(() => String, { description: 'The original.' })
  original!: string;

  @Field(() => String, { nullable: true, description: 'The original subject, for mails.' })
  originalSubject!: string | null;

  @Field(() => String, { nullable: true, description: 'Path of a page that shows it.' })
  at!: string | null;

  @Field(() => String, { description: 'Sample of the values it may use, JSON.' })
  sample!: string;

  @Field(() => String, { description: 'Revision its next save must name.' })
  revision!: string;

  @Field(() => [OwnTemplateVersion], { description: 'Versions, newest first; at most 50.' })
  versions!: OwnTemplateVersion[];

  @Field(() => OwnMerge, { nullable: true, description: 'Where the original changed: the three texts held together.' })
  merge!: OwnMerge | null;
}

@ObjectType({ description: 'A slot whose template could not be shown; the original stood in.' })
export class OwnTrouble {
  @Field(() => String, { description: 'Name of the slot.' })
  slot!: string;

  @Field(() => String, { description: 'Language.' })
  locale!: string;

  @Field(() => String, { description: 'What happened, in English.' })
  message!: string;

  @Field(() => DateTime, { description: 'When it happened first.' })
  at!: Date;
}

@InputType({ description: 'A mail as somebody words it.' })
export class OwnMailInput extends OwnPlaceInput {
  @Field(() => String, { description: 'Body, a template.' })
  @MaxLength(70_000)
  source!: string;

  @Field(() => String, { description: 'Subject, a template of one line.' })
  @MaxLength(400)
  subject!: string;

  @Field(() => String, { nullable: true, description: 'light or dark; light where absent. For previews alone.' })
  @IsOptional()
  @Matches(/^(light|dark)$/)
  mode?: string;
}

@ObjectType({ description: 'A mail as it would be sent, about something that could be.' })
export class OwnMailPreview {
  @Field(() => String, { description: 'Subject.' })
  subject!: string;

  @Field(() => String, { description: 'Whole HTML, for a frame; its styles wait for the nonce of whoever shows it.' })
  html!: string;

  @Field(() => String, { description: 'The text part.' })
  text!: string;
}
