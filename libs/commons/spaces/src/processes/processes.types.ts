import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf, DateTime, Json, Texts } from '@madang/kernel';
import type { Words } from '../spaces.reader.js';

@ObjectType({ description: 'A phase as those who design see it.' })
export class ManagedPhase {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => String, { description: 'Name within the process.' })
  slug!: string;

  @Field(() => Texts, { description: 'Title in all languages.' })
  title!: Words;

  @Field(() => String, { nullable: true, description: 'First day.' })
  startsOn!: string | null;

  @Field(() => String, { nullable: true, description: 'Last day.' })
  endsOn!: string | null;

  @Field(() => String, { description: 'How exact the days are: day, month, season, year or open.' })
  precision!: string;
}

@ObjectType({ description: 'What is open in an activity during a phase.' })
export class ManagedWindow {
  @Field(() => ID, { description: 'The activity.' })
  activityId!: string;

  @Field(() => ID, { nullable: true, description: 'The phase; null: always open.' })
  phaseId!: string | null;

  @Field(() => [String], { description: 'Interactions.' })
  interactions!: string[];
}

@ObjectType({ description: 'An activity as those who design see it.' })
export class ManagedActivity {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => Int, { description: 'Pass it when saving.' })
  revision!: number;

  @Field(() => String, { description: 'The method.' })
  method!: string;

  @Field(() => String, { description: 'Name within the space.' })
  slug!: string;

  @Field(() => Texts, { description: 'Title in all languages.' })
  title!: Words;

  @Field(() => Texts, { description: 'What one does there.' })
  summary!: Words;

  @Field(() => Json, { description: 'Settings by name; the schema of the method says what there is.' })
  settings!: Record<string, unknown>;

  @Field(() => Json, { description: 'Words of this organisation for where things stand: {state: {ko, en}}.' })
  stateWords!: Record<string, Words>;

  @Field(() => String, { description: 'draft, open or closed.' })
  state!: string;

  @Field(() => Int, { nullable: true, description: 'How much people put into it, counted to a thousand.' })
  inputs?: number;
}

@ObjectType({ description: 'Something about the days of phases that is often not meant.' })
export class TimelineNote {
  @Field(() => String, { description: 'overlap, gap, backwards or undated.' })
  kind!: string;

  @Field(() => ID, { description: 'The phase.' })
  phaseId!: string;

  @Field(() => ID, { nullable: true, description: 'The phase it meets.' })
  otherId!: string | null;

  @Field(() => Int, { description: 'How many days.' })
  days!: number;
}

@ObjectType({ description: 'What residents will see, in the words of the site.' })
export class SeenSentence {
  @Field(() => ID, { nullable: true, description: 'The phase; null: today.' })
  phaseId!: string | null;

  @Field(() => Texts, { description: 'The sentence in every language of the site.' })
  text!: Words;
}

@ObjectType({ description: 'A process in the list of those who design.' })
export class ListedProcess {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => Int, { description: 'Pass it when saving.' })
  revision!: number;

  @Field(() => String, { description: 'Slug of its space.' })
  spaceSlug!: string;

  @Field(() => Texts, { description: 'Name of its space.' })
  spaceName!: Words;

  @Field(() => String, { description: 'Name within the space.' })
  slug!: string;

  @Field(() => Texts, { description: 'Title in all languages.' })
  title!: Words;

  @Field(() => Texts, { description: 'What it is for.' })
  purpose!: Words;

  @Field(() => String, { description: 'draft, open or closed.' })
  state!: string;

  @Field(() => DateTime, { nullable: true, description: 'When it will be published.' })
  publishAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was published.' })
  publishedAt!: Date | null;

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => [ManagedPhase], { description: 'Phases in order.' })
  phases!: ManagedPhase[];

  @Field(() => Int, { nullable: true, description: 'How many activities it has.' })
  activityCount?: number;
}

@ObjectType({ description: 'A process with everything that can be designed about it.' })
export class ManagedProcess extends ListedProcess {
  @Field(() => ID, { description: 'Its space.' })
  spaceId!: string;

  @Field(() => Texts, { description: 'More about it, Markdown.' })
  body!: Words;

  @Field(() => Texts, { description: 'What will be decided, and by whom.' })
  decides!: Words;

  @Field(() => Texts, { description: 'What came of it.' })
  result!: Words;

  @Field(() => [ManagedActivity], { description: 'Activities in order.' })
  activities!: ManagedActivity[];

  @Field(() => [ManagedWindow], { description: 'The grid: cells with something open.' })
  windows!: ManagedWindow[];

  @Field(() => [TimelineNote], { description: 'Overlaps, gaps and missing days; none of them forbids anything.' })
  warnings!: TimelineNote[];

  @Field(() => [String], {
    description: 'What keeps it from being published: no_purpose, no_activity, nothing_opens, undated_phase.',
  })
  blockers!: string[];

  @Field(() => [SeenSentence], { description: 'What residents will see today and in each phase.' })
  seen!: SeenSentence[];
}

@ObjectType({ description: 'A page of processes, newest first.' })
export class ListedProcessConnection extends connectionOf(ListedProcess, 'ListedProcess') {}

@ObjectType({ description: 'A name and the word for it.' })
export class NamedWord {
  @Field(() => String, { description: 'Name.' })
  name!: string;

  @Field(() => String, { description: 'The word, in the reader\u2019s language.' })
  label!: string;
}

@ObjectType({ description: 'One thing an organiser may tune.' })
export class SettingInfo {
  @Field(() => String, { description: 'Name.' })
  name!: string;

  @Field(() => String, { description: 'integer, boolean, choice, text, date, money, colour or image.' })
  kind!: string;

  @Field(() => Json, { nullable: true, description: 'What holds where nothing is set.' })
  default!: unknown;

  @Field(() => Int, { nullable: true, description: 'Least.' })
  min!: number | null;

  @Field(() => Int, { nullable: true, description: 'Most; of a text: letters.' })
  max!: number | null;

  @Field(() => Boolean, { description: 'Whether it may be left empty.' })
  optional!: boolean;

  @Field(() => [NamedWord], { description: 'What there is to choose from.' })
  options!: NamedWord[];

  @Field(() => String, { description: 'What it is called, in the reader\u2019s language.' })
  label!: string;

  @Field(() => String, { nullable: true, description: 'What it does.' })
  help!: string | null;
}

@ObjectType({ description: 'A way to take part.' })
export class MethodInfo {
  @Field(() => String, { description: 'Name.' })
  name!: string;

  @Field(() => String, { description: 'What it is called, in the reader\u2019s language.' })
  label!: string;

  @Field(() => [NamedWord], { description: 'What one can do in it.' })
  interactions!: NamedWord[];

  @Field(() => [SettingInfo], { description: 'What an organiser may tune; a form can be made of it.' })
  settings!: SettingInfo[];

  @Field(() => [NamedWord], { description: 'Where things in it may stand.' })
  states!: NamedWord[];
}

@ObjectType({ description: 'A design that comes with the software.' })
export class ProcessTemplateInfo {
  @Field(() => String, { description: 'Name.' })
  name!: string;

  @Field(() => Texts, { description: 'Title.' })
  title!: Words;

  @Field(() => Texts, { description: 'What it is good for.' })
  summary!: Words;

  @Field(() => Json, { description: 'The design.' })
  design!: object;
}

@ObjectType({ description: 'A link that shows a draft.' })
export class PreviewLink {
  @Field(() => String, { description: 'Its path on this site; it is shown this once.' })
  path!: string;

  @Field(() => DateTime, { description: 'Until when it works.' })
  expiresAt!: Date;
}

@ObjectType({ description: 'A link that shows a draft, without its secret.' })
export class PreviewLinkEntry {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => DateTime, { description: 'Until when it works.' })
  expiresAt!: Date;

  @Field(() => String, { nullable: true, description: 'Who made it.' })
  createdBy!: string | null;
}
