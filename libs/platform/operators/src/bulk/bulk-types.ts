import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, IsOptional, Matches, MaxLength, MinLength } from 'class-validator';

@InputType({ description: 'One act on many tenants.' })
export class BulkTenantsInput {
  @Field(() => String, { description: 'suspend, resume, measure, export, move or plan.' })
  @Matches(/^[a-z]{3,20}$/)
  act!: string;

  @Field(() => [String], { description: 'Short names, up to a hundred.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @MaxLength(40, { each: true })
  slugs!: string[];

  @Field(() => String, { nullable: true, description: 'Why, for the log: suspend.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(500, { context: { limit: 500 } })
  reason?: string;

  @Field(() => String, { nullable: true, description: 'What they are put on or moved to: plan, move.' })
  @IsOptional()
  @MaxLength(40)
  to?: string;
}

@ObjectType({ description: 'What an act would do to one tenant.' })
export class BulkTenant {
  @Field(() => String, { description: 'Short name.' })
  slug!: string;

  @Field(() => String, { description: 'Name in its first language.' })
  name!: string;

  @Field(() => Boolean, { description: 'Whether it would be done to it.' })
  able!: boolean;

  @Field(() => String, { nullable: true, description: 'Why not, in the reader’s language.' })
  why!: string | null;
}
