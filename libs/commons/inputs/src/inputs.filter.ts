import { Field, ID, InputType } from '@nestjs/graphql';
import { IsBoolean, IsIn, IsOptional, IsUUID, MaxLength } from 'class-validator';

export const QUEUES = ['mine', 'department', 'unassigned', 'due_soon', 'overdue', 'approval'] as const;
export type Queue = (typeof QUEUES)[number];
export const INPUT_SORTS = ['new', 'active', 'due', 'supports', 'comments'] as const;
export type InputSort = (typeof INPUT_SORTS)[number];

@InputType({ description: 'Which inputs a table shows.' })
export class InputFilter {
  @Field(() => String, { nullable: true, description: 'proposal, post and others.' })
  @IsOptional()
  @MaxLength(40)
  kind?: string;

  @Field(() => String, { nullable: true, description: 'Slug of a space.' })
  @IsOptional()
  @MaxLength(61)
  space?: string;

  @Field(() => ID, { nullable: true, description: 'An activity.' })
  @IsOptional()
  @IsUUID()
  activityId?: string;

  @Field(() => ID, { nullable: true, description: 'A process: everything of its activities.' })
  @IsOptional()
  @IsUUID()
  processId?: string;

  @Field(() => String, { nullable: true, description: 'Where it stands.' })
  @IsOptional()
  @MaxLength(40)
  state?: string;

  @Field(() => ID, { nullable: true, description: 'A category.' })
  @IsOptional()
  @IsUUID()
  categoryId?: string;

  @Field(() => ID, { nullable: true, description: 'The officer in charge now.' })
  @IsOptional()
  @IsUUID()
  officerId?: string;

  @Field(() => ID, { nullable: true, description: 'The department in charge now.' })
  @IsOptional()
  @IsUUID()
  departmentId?: string;

  @Field(() => String, {
    nullable: true,
    description: 'mine, department, unassigned, due_soon (within a week), overdue or approval (waits for mine).',
  })
  @IsOptional()
  @IsIn(QUEUES)
  queue?: Queue;

  @Field(() => Boolean, { nullable: true, description: 'Only hidden ones, or only those that are not.' })
  @IsOptional()
  @IsBoolean()
  hidden?: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'paper, phone, counter, event; online: entered by their authors.',
  })
  @IsOptional()
  @IsIn(['online', 'paper', 'phone', 'counter', 'event'])
  source?: string;

  @Field(() => String, { nullable: true, description: 'Words that occur in it; any two Korean syllables are enough.' })
  @IsOptional()
  @MaxLength(100)
  words?: string;

  @Field(() => String, { defaultValue: 'new', description: 'new, active, due, supports or comments.' })
  @IsOptional()
  @IsIn(INPUT_SORTS)
  sort: InputSort = 'new';
}
