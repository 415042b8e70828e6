import { Field, Float, ID, InputType, Int } from '@nestjs/graphql';
import { IsDateString, IsIn, IsInt, IsNotEmpty, IsOptional, IsUUID, MaxLength, Min } from 'class-validator';
import { ANSWER_KINDS, type AnswerKind } from '@madang/commons-answers';

@InputType({ isAbstract: true })
abstract class AnswerText {
  @Field(() => String, { nullable: true, description: 'accepted, partly, declined, transferred or already.' })
  @IsOptional()
  @IsIn(ANSWER_KINDS)
  kind?: AnswerKind;

  @Field(() => String, { nullable: true, description: 'The answer, Markdown.' })
  @IsOptional()
  @MaxLength(20000, { context: { limit: 20000 } })
  body?: string;

  @Field(() => String, { nullable: true, description: 'Why.' })
  @IsOptional()
  @MaxLength(4000, { context: { limit: 4000 } })
  reason?: string;

  @Field(() => String, { nullable: true, description: 'What happens next.' })
  @IsOptional()
  @MaxLength(2000, { context: { limit: 2000 } })
  nextStep?: string;
}

@InputType({ description: 'An answer as far as it is written.' })
export class SaveDraftInput extends AnswerText {
  @Field(() => ID, { description: 'What is answered.' })
  @IsUUID()
  subjectId!: string;

  @Field(() => Int, { description: 'The revision that was read; 0 for a new draft.' })
  @IsInt()
  @Min(0)
  revision!: number;

  @Field(() => Float, { nullable: true, description: 'Budget set aside.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  budget?: number | null;

  @Field(() => String, { nullable: true, description: 'Day it will be done by, YYYY-MM-DD.' })
  @IsOptional()
  @IsDateString()
  promisedOn?: string | null;
}

@InputType({ description: 'A text officers begin an answer with.' })
export class SaveTemplateInput extends AnswerText {
  @Field(() => ID, { nullable: true, description: 'The template; a new one where absent.' })
  @IsOptional()
  @IsUUID()
  id?: string;

  @Field(() => Int, { nullable: true, description: 'The revision that was read; needed for one that is there.' })
  @IsOptional()
  @IsInt()
  revision?: number;

  @Field(() => String, { description: 'What it is called.' })
  @IsNotEmpty()
  @MaxLength(80, { context: { limit: 80 } })
  name!: string;

  @Field(() => ID, { nullable: true, description: 'The department it is for; all of them where absent.' })
  @IsOptional()
  @IsUUID()
  departmentId?: string | null;
}
