import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf, DateTime, Texts } from '@madang/kernel';
import { Answer, Assignment, Progress } from '@madang/commons-answers';
import { Picture } from './pictures.types.js';

@ObjectType({ description: 'A step in the history of a proposal.' })
export class Transition {
  @Field(() => String, { nullable: true, description: 'State before.' })
  fromState!: string | null;

  @Field(() => String, { description: 'State after.' })
  toState!: string;

  @Field(() => String, { nullable: true, description: 'Who moved it.' })
  actorName!: string | null;

  @Field(() => String, { nullable: true, description: 'Which rule moved it.' })
  rule!: string | null;

  @Field(() => String, { nullable: true, description: 'Why.' })
  reason!: string | null;

  @Field(() => DateTime, { description: 'When.' })
  at!: Date;
}

@ObjectType({ description: 'A proposal.' })
export class Proposal {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => Int, { description: 'Its number in its space.' })
  number!: number;

  @Field(() => String, { description: 'Slug of its space.' })
  spaceSlug!: string;

  @Field(() => String, { description: 'Title.' })
  title!: string;

  @Field(() => String, { description: 'First lines.' })
  summary!: string;

  @Field(() => String, { description: 'Where it stands.' })
  state!: string;

  @Field(() => String, { nullable: true, description: 'Kind of the official answer, if there is one.' })
  answerKind!: string | null;

  @Field(() => String, { nullable: true, description: 'Display name of the author; null where hidden or closed.' })
  authorName!: string | null;

  @Field(() => String, { nullable: true, description: 'Category in the reader\u2019s language.' })
  category!: string | null;

  @Field(() => String, { description: 'Place in words.' })
  place!: string;

  @Field(() => Int, { description: 'People who relate (공감).' })
  relates!: number;

  @Field(() => Int, { description: 'People who support (동의).' })
  supports!: number;

  @Field(() => Int, { description: 'Comments.' })
  comments!: number;

  @Field(() => Int, { nullable: true, description: 'Supports needed for an answer.' })
  threshold!: number | null;

  @Field(() => DateTime, { nullable: true, description: 'Until when support is collected.' })
  collectingUntil!: Date | null;

  @Field(() => String, { nullable: true, description: 'Day the answer is due.' })
  dueOn!: string | null;

  @Field(() => Float, { nullable: true, description: 'Cost, where it was given.' })
  cost!: number | null;

  @Field(() => DateTime, { description: 'When it was published.' })
  publishedAt!: Date;

  @Field(() => String, {
    nullable: true,
    description: 'How it came where staff entered it for somebody: paper, phone, counter or event.',
  })
  source?: string | null;

  @Field(() => Texts, {
    nullable: true,
    description: 'The organisation\u2019s own word for where it stands, where it has one.',
  })
  ownWord?: Record<string, string> | null;
}

@ObjectType({ description: 'A proposal with everything on its page but the comments.' })
export class ProposalDetail extends Proposal {
  @Field(() => String, { description: 'Why, Markdown.' })
  background!: string;

  @Field(() => String, { description: 'What is proposed, Markdown.' })
  content!: string;

  @Field(() => Boolean, { description: 'Whether I relate to it.' })
  related!: boolean;

  @Field(() => Boolean, { description: 'Whether I support it.' })
  supported!: boolean;

  @Field(() => Boolean, { description: 'Whether I follow it.' })
  following!: boolean;

  @Field(() => Boolean, { description: 'Whether it is mine.' })
  mine!: boolean;

  @Field(() => [Picture], { description: 'Pictures in order.' })
  pictures!: Picture[];

  @Field(() => [Transition], { description: 'Every move since it was made.' })
  history!: Transition[];

  @Field(() => Assignment, { nullable: true, description: 'Who has to answer, and by when.' })
  assignment!: Assignment | null;

  @Field(() => Answer, { nullable: true, description: 'The official answer.' })
  answer!: Answer | null;

  @Field(() => [Progress], { description: 'Reports on the carrying out, newest first.' })
  progress!: Progress[];
}

@ObjectType({ description: 'A page of proposals.' })
export class ProposalConnection extends connectionOf(Proposal, 'Proposal') {}

@ObjectType({ description: 'Somebody who supports a proposal.' })
export class Supporter {
  @Field(() => String, { nullable: true, description: 'Display name; null where hidden.' })
  name!: string | null;

  @Field(() => DateTime, { description: 'When.' })
  at!: Date;
}

@ObjectType({ description: 'A page of supporters, newest first.' })
export class SupporterConnection extends connectionOf(Supporter, 'Supporter') {}

@ObjectType({ isAbstract: true })
abstract class Standing {
  @Field(() => ID, { description: 'The proposal.' })
  id!: string;

  @Field(() => Int, { description: 'People who relate.' })
  relates!: number;

  @Field(() => Int, { description: 'People who support.' })
  supports!: number;

  @Field(() => String, { description: 'Where it stands now.' })
  state!: string;
}

@ObjectType({ description: 'Counts and my part in them after an act.' })
export class TakingPartResult extends Standing {
  @Field(() => Boolean, { description: 'Whether I relate.' })
  related!: boolean;

  @Field(() => Boolean, { description: 'Whether I support.' })
  supported!: boolean;
}

@ObjectType({ description: 'Counts of a proposal and where it stands, as they are now.' })
export class ProposalCounts extends Standing {
  @Field(() => Int, { description: 'Comments.' })
  comments!: number;

  @Field(() => Int, { nullable: true, description: 'Supports at the moment it went to the office; null until then.' })
  supportsAtReview!: number | null;
}
