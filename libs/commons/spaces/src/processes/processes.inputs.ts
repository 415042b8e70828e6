import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsDateString,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsUUID,
  Matches,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { DateTime, Json, Texts } from '@madang/kernel';
import { InProcessInput, ProcessInput, SavedInput } from '../inputs.js';
import type { Words } from '../spaces.reader.js';

export const PRECISIONS = ['day', 'month', 'season', 'year', 'open'] as const;
const SLUG = /^[a-z][a-z0-9-]{0,60}$/;

@InputType({ description: 'A new process; a draft until it is published.' })
export class CreateProcessInput {
  @Field(() => String, { description: 'Slug of the space.' })
  @IsNotEmpty()
  @MaxLength(61)
  space!: string;

  @Field(() => Texts, { description: 'Title.' })
  @IsObject()
  title!: Words;

  @Field(() => String, { nullable: true, description: 'Name in its address; made from the title where absent.' })
  @IsOptional()
  @Matches(SLUG)
  slug?: string;
}

@InputType({ description: 'The texts of a process. A text that is absent stays as it is.' })
export class EditProcessInput extends ProcessInput {
  @Field(() => Texts, { nullable: true, description: 'Title.' })
  @IsOptional()
  @IsObject()
  title?: Words;

  @Field(() => Texts, { nullable: true, description: 'What it is for.' })
  @IsOptional()
  @IsObject()
  purpose?: Words;

  @Field(() => Texts, { nullable: true, description: 'More about it, Markdown.' })
  @IsOptional()
  @IsObject()
  body?: Words;

  @Field(() => Texts, { nullable: true, description: 'What will be decided, and by whom.' })
  @IsOptional()
  @IsObject()
  decides?: Words;

  @Field(() => Texts, { nullable: true, description: 'What came of it.' })
  @IsOptional()
  @IsObject()
  result?: Words;
}

@InputType({ description: 'A phase: pure time.' })
export class PhaseInput {
  @Field(() => ID, { nullable: true, description: 'The phase; a new one where absent.' })
  @IsOptional()
  @IsUUID()
  id?: string;

  @Field(() => Texts, { description: 'Title.' })
  @IsObject()
  title!: Words;

  @Field(() => String, { nullable: true, description: 'First day, YYYY-MM-DD.' })
  @IsOptional()
  @IsDateString()
  startsOn?: string | null;

  @Field(() => String, { nullable: true, description: 'Last day, YYYY-MM-DD.' })
  @IsOptional()
  @IsDateString()
  endsOn?: string | null;

  @Field(() => String, {
    defaultValue: 'day',
    description: 'How exact the days are: day, month, season, year or open.',
  })
  @IsOptional()
  @IsIn(PRECISIONS)
  precision: string = 'day';
}

@InputType({ description: 'All phases of a process, in order. One that is not named goes, with what was open in it.' })
export class SavePhasesInput extends InProcessInput {
  @Field(() => [PhaseInput], { description: 'Phases in order, at most 40.' })
  @IsArray()
  @ArrayMaxSize(40)
  @ValidateNested({ each: true })
  @Type(() => PhaseInput)
  phases!: PhaseInput[];
}

@InputType({ description: 'What is open in an activity during a phase.' })
export class WindowInput {
  @Field(() => ID, { description: 'The activity.' })
  @IsUUID()
  activityId!: string;

  @Field(() => ID, { nullable: true, description: 'The phase; always open where absent.' })
  @IsOptional()
  @IsUUID()
  phaseId?: string | null;

  @Field(() => [String], { description: 'Interactions of the method.' })
  @IsArray()
  @ArrayMaxSize(20)
  interactions!: string[];
}

@InputType({ description: 'The whole grid of a process: what is open where and when.' })
export class SaveWindowsInput extends InProcessInput {
  @Field(() => [WindowInput], { description: 'Cells with something open; every other cell is closed.' })
  @IsArray()
  @ArrayMaxSize(400)
  @ValidateNested({ each: true })
  @Type(() => WindowInput)
  windows!: WindowInput[];
}

@InputType({ description: 'An activity: one run of a method. What is absent stays as it is.' })
export class SaveActivityInput extends SavedInput {
  @Field(() => ID, { nullable: true, description: 'The process of a new one.' })
  @IsOptional()
  @IsUUID()
  processId?: string;

  @Field(() => String, { nullable: true, description: 'Slug of the space of a new one that belongs to no process.' })
  @IsOptional()
  @MaxLength(61)
  space?: string;

  @Field(() => String, { nullable: true, description: 'The method of a new one.' })
  @IsOptional()
  @MaxLength(61)
  method?: string;

  @Field(() => Texts, { nullable: true, description: 'Title.' })
  @IsOptional()
  @IsObject()
  title?: Words;

  @Field(() => Texts, { nullable: true, description: 'What one does there.' })
  @IsOptional()
  @IsObject()
  summary?: Words;

  @Field(() => Json, { nullable: true, description: 'Settings by name, as the schema of the method has them.' })
  @IsOptional()
  @IsObject()
  settings?: Record<string, unknown>;

  @Field(() => Json, {
    nullable: true,
    description: 'Words of this organisation for where things stand: {state: {ko, en}}.',
  })
  @IsOptional()
  @IsObject()
  stateWords?: Record<string, Words>;

  @Field(() => String, { nullable: true, description: 'draft, open or closed.' })
  @IsOptional()
  @IsIn(['draft', 'open', 'closed'])
  state?: string;
}

@InputType({ description: 'The activities of a process in a new order.' })
export class OrderActivitiesInput extends InProcessInput {
  @Field(() => [ID], { description: 'All its activities, each once.' })
  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  ids!: string[];
}

@InputType({ description: 'A process and the revision that was read of it.' })
export class ProcessStepInput extends ProcessInput {
  @Field(() => String, { nullable: true, description: 'Why; needed to close one and to open it again.' })
  @IsOptional()
  @MaxLength(500, { context: { limit: 500 } })
  reason?: string;

  @Field(() => DateTime, { nullable: true, description: 'When to publish; nothing takes a plan back.' })
  @IsOptional()
  at?: Date | null;
}

@InputType({ description: 'A copy of a process: its structure, settings and texts, and nothing anybody contributed.' })
export class DuplicateProcessInput {
  @Field(() => ID, { description: 'The process.' })
  @IsUUID()
  id!: string;

  @Field(() => Texts, { nullable: true, description: 'Title of the copy.' })
  @IsOptional()
  @IsObject()
  title?: Words;

  @Field(() => String, { nullable: true, description: 'Day the copy begins; all its days move with it.' })
  @IsOptional()
  @IsDateString()
  startsOn?: string;

  @Field(() => String, { nullable: true, description: 'Slug of the space it goes to; the same one where absent.' })
  @IsOptional()
  @MaxLength(61)
  space?: string;
}

@InputType({ description: 'A process made from a design.' })
export class ProcessFromDesignInput {
  @Field(() => String, { description: 'Slug of the space.' })
  @IsNotEmpty()
  @MaxLength(61)
  space!: string;

  @Field(() => Json, { nullable: true, description: 'The design, as `processDesign` gives it.' })
  @IsOptional()
  @IsObject()
  design?: Record<string, unknown>;

  @Field(() => String, { nullable: true, description: 'Name of a built-in design, instead of `design`.' })
  @IsOptional()
  @MaxLength(61)
  template?: string;

  @Field(() => Texts, { nullable: true, description: 'Title; the one of the design where absent.' })
  @IsOptional()
  @IsObject()
  title?: Words;

  @Field(() => String, { nullable: true, description: 'Day it begins; without one its phases have no days yet.' })
  @IsOptional()
  @IsDateString()
  startsOn?: string;
}

@InputType({ description: 'A link that shows a draft to whoever has it.' })
export class PreviewLinkInput {
  @Field(() => ID, { description: 'The process.' })
  @IsUUID()
  processId!: string;

  @Field(() => Int, { defaultValue: 14, description: 'Days it works, 1 to 60.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  days: number = 14;
}
