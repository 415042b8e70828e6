import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { IsDateString, IsIn, IsInt, IsNotEmpty, IsOptional, IsUUID, MaxLength, Min } from 'class-validator';
import { DateTime } from '@madang/kernel';

/** 수용 · 일부 수용 · 불수용 · 이관 · 이미 시행 */
export const ANSWER_KINDS = ['accepted', 'partly', 'declined', 'transferred', 'already'] as const;
export type AnswerKind = (typeof ANSWER_KINDS)[number];
export const PROGRESS_STATES = ['planned', 'under_way', 'done', 'stopped'] as const;
export type ProgressState = (typeof PROGRESS_STATES)[number];

@InputType({ description: 'Who has to answer, and by when.' })
export class AssignInput {
  @Field(() => ID, { description: 'What is assigned.' })
  @IsUUID()
  subjectId!: string;

  @Field(() => ID, { nullable: true, description: 'The department that answers.' })
  @IsOptional()
  @IsUUID()
  departmentId?: string;

  @Field(() => ID, { nullable: true, description: 'The officer in charge.' })
  @IsOptional()
  @IsUUID()
  officerId?: string;

  @Field(() => String, {
    nullable: true,
    description: 'Day the answer is due, YYYY-MM-DD; from the promise of the activity where absent.',
  })
  @IsOptional()
  @IsDateString()
  dueOn?: string;
}

@InputType({ description: 'An official answer.' })
export class AnswerInput {
  @Field(() => ID, { description: 'What is answered.' })
  @IsUUID()
  subjectId!: string;

  @Field(() => String, { description: 'accepted, partly, declined, transferred or already.' })
  @IsIn(ANSWER_KINDS)
  kind!: AnswerKind;

  @Field(() => String, { description: 'The answer, Markdown.' })
  @IsNotEmpty()
  @MaxLength(20000, { context: { limit: 20000 } })
  body!: string;

  @Field(() => String, { nullable: true, description: 'Why; needed unless accepted.' })
  @IsOptional()
  @MaxLength(4000, { context: { limit: 4000 } })
  reason?: string;

  @Field(() => String, { nullable: true, description: 'What happens next.' })
  @IsOptional()
  @MaxLength(2000, { context: { limit: 2000 } })
  nextStep?: string;

  @Field(() => Int, { nullable: true, description: 'Budget set aside, in the smallest unit of the currency.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  budget?: number;

  @Field(() => String, { nullable: true, description: 'Day it will be done by, YYYY-MM-DD.' })
  @IsOptional()
  @IsDateString()
  promisedOn?: string;
}

@InputType({ description: 'A report on the carrying out.' })
export class ProgressInput {
  @Field(() => ID, { description: 'What is reported on.' })
  @IsUUID()
  subjectId!: string;

  @Field(() => String, { description: 'planned, under_way, done or stopped.' })
  @IsIn(PROGRESS_STATES)
  status!: ProgressState;

  @Field(() => String, { description: 'What was done, Markdown.' })
  @IsNotEmpty()
  @MaxLength(10000, { context: { limit: 10000 } })
  body!: string;

  @Field(() => String, { nullable: true, description: 'Day of the next report, YYYY-MM-DD.' })
  @IsOptional()
  @IsDateString()
  nextReportOn?: string;
}

@ObjectType({ description: 'Who has to answer, and by when.' })
export class Assignment {
  @Field(() => String, { nullable: true, description: 'Department, in the reader\u2019s language.' })
  department!: string | null;

  @Field(() => String, { nullable: true, description: 'Officer in charge.' })
  officer!: string | null;

  @Field(() => String, { description: 'How to reach them.' })
  contact!: string;

  @Field(() => String, { description: 'Day the answer is due.' })
  dueOn!: string;

  @Field(() => DateTime, { description: 'When it was assigned.' })
  assignedAt!: Date;

  officerId!: string | null;
  departmentId!: string | null;
}

@ObjectType({ description: 'An official answer.' })
export class Answer {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => String, { description: 'accepted, partly, declined, transferred or already.' })
  kind!: AnswerKind;

  @Field(() => String, { description: 'The answer, Markdown.' })
  body!: string;

  @Field(() => String, { description: 'Why.' })
  reason!: string;

  @Field(() => String, { description: 'What happens next.' })
  nextStep!: string;

  @Field(() => Int, { nullable: true, description: 'Budget set aside.' })
  budget!: number | null;

  @Field(() => String, { nullable: true, description: 'Day it will be done by.' })
  promisedOn!: string | null;

  @Field(() => String, { nullable: true, description: 'Department that answers.' })
  department!: string | null;

  @Field(() => String, { nullable: true, description: 'Officer who answers.' })
  officer!: string | null;

  @Field(() => String, { description: 'How to reach them.' })
  contact!: string;

  @Field(() => DateTime, { description: 'When it was published.' })
  publishedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was last changed.' })
  editedAt!: Date | null;
}

@ObjectType({ description: 'A report on the carrying out.' })
export class Progress {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => String, { description: 'planned, under_way, done or stopped.' })
  status!: ProgressState;

  @Field(() => String, { description: 'What was done, Markdown.' })
  body!: string;

  @Field(() => String, { nullable: true, description: 'Day of the next report.' })
  nextReportOn!: string | null;

  @Field(() => DateTime, { description: 'When it was reported.' })
  at!: Date;
}
