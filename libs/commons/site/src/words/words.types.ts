import { ArgsType, Field, InputType, ObjectType } from '@nestjs/graphql';
import { connectionOf, SortedPageArgs } from '@madang/kernel';
import { IsBoolean, IsOptional, Matches, MaxLength } from 'class-validator';

@ObjectType({ description: 'A value a text is given.' })
export class MessageValueInfo {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'text, number, date or select.' })
  use!: string;
}

@ObjectType({ description: 'A text of the site in one language.' })
export class SiteMessage {
  @Field(() => String, { description: 'Its key.' })
  key!: string;

  @Field(() => String, { description: 'Part of the house that says it.' })
  part!: string;

  @Field(() => String, { description: 'What the house says, ICU MessageFormat.' })
  original!: string;

  @Field(() => String, { nullable: true, description: 'What this site says instead.' })
  own!: string | null;

  @Field(() => [MessageValueInfo], { description: 'Values that must stand in it.' })
  values!: MessageValueInfo[];

  @Field(() => String, { description: 'Revision the next save must name.' })
  revision!: string;
}

@ObjectType({ description: 'A page of texts.' })
export class SiteMessageConnection extends connectionOf(SiteMessage, 'SiteMessage') {}

/** Which texts. */
@ArgsType()
export class SiteMessagesArgs extends SortedPageArgs {
  @Field(() => String, { description: 'Language.' })
  @MaxLength(20)
  locale!: string;

  @Field(() => String, { nullable: true, description: 'A sentence seen on a page, words of it, or a key.' })
  @IsOptional()
  @MaxLength(300)
  search?: string;

  @Field(() => String, { nullable: true, description: 'Only texts of this part.' })
  @IsOptional()
  @Matches(/^[a-z_]{1,40}$/)
  part?: string;

  @Field(() => Boolean, { nullable: true, description: 'Only texts this site says differently.' })
  @IsOptional()
  @IsBoolean()
  ownOnly?: boolean;
}

@ObjectType({ description: 'Forms of a term: one, and in some languages other (plural) and a (with its article).' })
export class TermFormsInfo {
  @Field(() => String, { description: 'The word.' })
  one!: string;

  @Field(() => String, { nullable: true, description: 'The plural.' })
  other?: string | null;

  @Field(() => String, { nullable: true, description: 'With its article.' })
  a?: string | null;
}

@ObjectType({ description: 'A word an organisation may choose for itself, in one language.' })
export class SiteTerm {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => TermFormsInfo, { description: 'What the house says.' })
  original!: TermFormsInfo;

  @Field(() => TermFormsInfo, { nullable: true, description: 'What this site says instead.' })
  own!: TermFormsInfo | null;

  @Field(() => String, { description: 'Revision the next save must name.' })
  revision!: string;
}

@ObjectType({ description: 'How a text would read.' })
export class SaidMessage {
  @Field(() => [String], {
    description: 'What keeps it from replacing the original, in English; empty when nothing does.',
  })
  problems!: string[];

  @Field(() => [String], { description: 'The text with sample values.' })
  samples!: string[];
}

@InputType({ description: 'A text of the site in one language.' })
export class SiteMessageInput {
  @Field(() => String, { description: 'Its key.' })
  @Matches(/^[\w-]+(\.[\w-]+)+$/)
  key!: string;

  @Field(() => String, { description: 'Language.' })
  @MaxLength(20)
  locale!: string;

  @Field(() => String, { nullable: true, description: 'The text, ICU MessageFormat; null brings the original back.' })
  @IsOptional()
  @MaxLength(2000)
  text?: string | null;

  @Field(() => String, { nullable: true, description: 'Revision of the state it was written over.' })
  @IsOptional()
  @MaxLength(40)
  revision?: string;
}

@InputType({ description: 'A term in one language.' })
export class SiteTermInput {
  @Field(() => String, { description: 'Its name.' })
  @Matches(/^[a-z_]{1,30}$/)
  name!: string;

  @Field(() => String, { description: 'Language.' })
  @MaxLength(20)
  locale!: string;

  @Field(() => String, { nullable: true, description: 'The word; null brings the original back.' })
  @IsOptional()
  @MaxLength(40)
  one?: string | null;

  @Field(() => String, { nullable: true, description: 'The plural.' })
  @IsOptional()
  @MaxLength(40)
  other?: string | null;

  @Field(() => String, { nullable: true, description: 'With its article.' })
  @IsOptional()
  @MaxLength(40)
  a?: string | null;

  @Field(() => String, { nullable: true, description: 'Revision of the state it was chosen over.' })
  @IsOptional()
  @MaxLength(40)
  revision?: string;
}
