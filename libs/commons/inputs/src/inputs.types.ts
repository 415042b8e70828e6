import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { Answer } from '@madang/commons-answers';
import { connectionOf, DateTime, Json, Texts } from '@madang/kernel';

type Words = Record<string, string>;

@ObjectType({ description: 'Something people made, as the office sees it.' })
export class Input {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => String, { description: 'proposal, post and others.' })
  kind!: string;

  @Field(() => String, { description: 'The method it belongs to.' })
  method!: string;

  @Field(() => Int, { description: 'Number within its space.' })
  number!: number;

  @Field(() => String, { description: 'Path of its page.' })
  path!: string;

  @Field(() => String, { description: 'Slug of its space.' })
  spaceSlug!: string;

  @Field(() => Texts, { description: 'Name of its space.' })
  spaceName!: Words;

  @Field(() => ID, { description: 'Its activity.' })
  activityId!: string;

  @Field(() => Texts, { description: 'Title of its activity.' })
  activityTitle!: Words;

  @Field(() => String, { description: 'Title.' })
  title!: string;

  @Field(() => String, { description: 'First lines.' })
  summary!: string;

  @Field(() => String, { description: 'Where it stands.' })
  state!: string;

  @Field(() => String, { description: 'The word for where it stands, in the reader\u2019s language.' })
  stateWord!: string;

  @Field(() => DateTime, { description: 'Since when.' })
  stateSince!: Date;

  @Field(() => ID, { nullable: true, description: 'Its category.' })
  categoryId!: string | null;

  @Field(() => Texts, { nullable: true, description: 'Name of its category.' })
  category!: Words | null;

  @Field(() => String, { nullable: true, description: 'Who made it, or in whose name it was entered.' })
  authorName!: string | null;

  @Field(() => ID, { nullable: true, description: 'Officer in charge now.' })
  officerId!: string | null;

  @Field(() => String, { nullable: true, description: 'Name of the officer in charge.' })
  officer!: string | null;

  @Field(() => ID, { nullable: true, description: 'Department in charge now.' })
  departmentId!: string | null;

  @Field(() => Texts, { nullable: true, description: 'Name of the department in charge.' })
  department!: Words | null;

  @Field(() => String, { nullable: true, description: 'Day the answer is due.' })
  dueOn!: string | null;

  @Field(() => Boolean, { description: 'Whether that day has passed.' })
  overdue!: boolean;

  @Field(() => Int, { description: 'People who relate.' })
  relates!: number;

  @Field(() => Int, { description: 'People who support.' })
  supports!: number;

  @Field(() => Int, { description: 'Comments.' })
  comments!: number;

  @Field(() => DateTime, { nullable: true, description: 'When it was published.' })
  publishedAt!: Date | null;

  @Field(() => DateTime, { description: 'When something last happened to it.' })
  activeAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'Since when it is hidden.' })
  hiddenAt!: Date | null;

  @Field(() => String, { description: 'online, paper, phone, counter or event.' })
  source!: string;

  @Field(() => String, { nullable: true, description: 'Where its answer stands: writing, submitted or returned.' })
  draft!: string | null;
}

@ObjectType({ description: 'A page of inputs.' })
export class InputConnection extends connectionOf(Input, 'Input') {}

@ObjectType({ description: 'How much stands in each queue, counted to two hundred.' })
export class InputQueues {
  @Field(() => Int, { description: 'Waits for my answer.' })
  mine!: number;

  @Field(() => Int, { description: 'My department is in charge.' })
  department!: number;

  @Field(() => Int, { description: 'Nobody is in charge yet.' })
  unassigned!: number;

  @Field(() => Int, { description: 'Due within a week.' })
  dueSoon!: number;

  @Field(() => Int, { description: 'Late.' })
  overdue!: number;

  @Field(() => Int, { description: 'Answers that wait for my approval.' })
  approval!: number;
}

@ObjectType({ description: 'Something that happened to an input.' })
export class InputEventEntry {
  @Field(() => String, { description: 'move: it moved or was made; act: staff did something.' })
  kind!: string;

  @Field(() => String, { description: 'The state it moved to, or the name of the act.' })
  act!: string;

  @Field(() => String, { nullable: true, description: 'The state it came from.' })
  from!: string | null;

  @Field(() => String, { nullable: true, description: 'Which rule moved it.' })
  rule!: string | null;

  @Field(() => String, { nullable: true, description: 'Why.' })
  reason!: string | null;

  @Field(() => String, { nullable: true, description: 'Who.' })
  actorName!: string | null;

  @Field(() => DateTime, { description: 'When.' })
  at!: Date;
}

@ObjectType({ description: 'An answer as far as it is written.' })
export class AnswerDraft {
  @Field(() => String, { nullable: true, description: 'accepted, partly, declined, transferred or already.' })
  kind!: string | null;

  @Field(() => String, { description: 'The answer, Markdown.' })
  body!: string;

  @Field(() => String, { description: 'Why.' })
  reason!: string;

  @Field(() => String, { description: 'What happens next.' })
  nextStep!: string;

  @Field(() => Float, { nullable: true, description: 'Budget set aside.' })
  budget!: number | null;

  @Field(() => String, { nullable: true, description: 'Day it will be done by.' })
  promisedOn!: string | null;

  @Field(() => String, { description: 'writing, submitted or returned.' })
  state!: string;

  @Field(() => String, { description: 'What the approver wants changed.' })
  note!: string;

  @Field(() => String, { nullable: true, description: 'Who wrote it last.' })
  author!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was handed to the approver.' })
  submittedAt!: Date | null;

  @Field(() => DateTime, { description: 'When it was last changed.' })
  changedAt!: Date;

  @Field(() => Int, { description: 'Pass it when saving.' })
  revision!: number;
}

@ObjectType({ description: 'An input with everything the office needs to work on it.' })
export class InputDetail extends Input {
  @Field(() => [String], { description: 'Acts that can be tried on it: assign, category, hide, restore, lift.' })
  acts!: string[];

  @Field(() => [InputEventEntry], { description: 'What happened, newest first; at most 200.' })
  events!: InputEventEntry[];

  @Field(() => AnswerDraft, { nullable: true, description: 'The answer being written.' })
  answerDraft!: AnswerDraft | null;

  @Field(() => Answer, { nullable: true, description: 'The answer the public sees: whoever changes it begins there.' })
  answer!: Answer | null;

  @Field(() => Boolean, { description: 'Whether I may write its answer.' })
  mayAnswer!: boolean;

  @Field(() => Boolean, { description: 'Whether I may approve its answer.' })
  mayApprove!: boolean;

  @Field(() => Boolean, { description: 'Whether its answer needs approval.' })
  needsApproval!: boolean;
}

@ObjectType({ description: 'A text officers begin an answer with.' })
export class AnswerTemplate {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => Int, { description: 'Pass it when saving.' })
  revision!: number;

  @Field(() => String, { description: 'What it is called.' })
  name!: string;

  @Field(() => String, { description: 'accepted, partly, declined, transferred or already.' })
  kind!: string;

  @Field(() => String, { description: 'The answer, Markdown.' })
  body!: string;

  @Field(() => String, { description: 'Why.' })
  reason!: string;

  @Field(() => String, { description: 'What happens next.' })
  nextStep!: string;

  @Field(() => ID, { nullable: true, description: 'The department it is for.' })
  departmentId!: string | null;
}

@ObjectType({ description: 'An item an act did not work on.' })
export class BulkProblem {
  @Field(() => ID, { description: 'The item.' })
  id!: string;

  @Field(() => String, { description: 'Its title.' })
  title!: string;

  @Field(() => String, { description: 'Why not, in the reader\u2019s language.' })
  reason!: string;
}

@ObjectType({ description: 'Notices an act would send.' })
export class BulkNotice {
  @Field(() => String, { description: 'author, supporters, followers, officer, organisers and others.' })
  audience!: string;

  @Field(() => Int, { description: 'How many people.' })
  people!: number;

  @Field(() => Int, { description: 'How many of them by mail.' })
  mails!: number;

  @Field(() => String, { description: 'Its title, for the first of the items.' })
  title!: string;

  @Field(() => String, { description: 'Its text, for the first of the items.' })
  text!: string;
}

@ObjectType({ description: 'What an act on many items would do.' })
export class BulkForesight {
  @Field(() => Int, { description: 'Items it would work on.' })
  able!: number;

  @Field(() => [BulkProblem], { description: 'Items it would not work on.' })
  failures!: BulkProblem[];

  @Field(() => [BulkNotice], { description: 'Notices it would send.' })
  notices!: BulkNotice[];
}

@ObjectType({ description: 'An act on many items and how far it has come.' })
export class BulkAct {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => String, { description: 'assign, category, move, hide, restore, lift or undo.' })
  act!: string;

  @Field(() => String, { nullable: true, description: 'move: the state.' })
  to!: string | null;

  @Field(() => Boolean, { description: 'Whether it was taken back, as far as it could be.' })
  undone!: boolean;

  @Field(() => String, { description: 'waiting, running or done.' })
  state!: string;

  @Field(() => Int, { description: 'Items.' })
  total!: number;

  @Field(() => Int, { description: 'Items gone through.' })
  done!: number;

  @Field(() => [BulkProblem], { description: 'Items it did not work on.' })
  failures!: BulkProblem[];

  @Field(() => String, { nullable: true, description: 'Who asked for it.' })
  person!: string | null;

  @Field(() => DateTime, { description: 'When it was asked for.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was through.' })
  finishedAt!: Date | null;
}

@ObjectType({ description: 'Somebody with an account, as whoever enters something for them sees them.' })
export class EntryPerson {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => String, { description: 'Display name.' })
  name!: string;

  @Field(() => DateTime, { description: 'Since when they are here.' })
  since!: Date;

  @Field(() => String, { nullable: true, description: 'Address; only for those who may see addresses.' })
  email!: string | null;
}

@ObjectType({ description: 'An activity that inputs can be entered into or filtered by.' })
export class InputActivity {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => String, { description: 'The method.' })
  method!: string;

  @Field(() => Texts, { description: 'Title.' })
  title!: Words;

  @Field(() => String, { description: 'Slug of its space.' })
  spaceSlug!: string;

  @Field(() => Texts, { description: 'Name of its space.' })
  spaceName!: Words;

  @Field(() => Boolean, { description: 'Whether staff may enter something for others.' })
  entries!: boolean;

  @Field(() => [String], { description: 'States staff may move what is in it to by hand.' })
  moves!: string[];

  @Field(() => Json, { nullable: true, description: 'Words of this organisation for states.' })
  stateWords?: unknown;
}
