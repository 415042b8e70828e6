import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsUUID,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { LocalisedTextInput } from '@madang/kernel';

@InputType({ description: 'A role of this site: a name and the permissions it bundles.' })
export class RoleInput {
  @Field(() => ID, { nullable: true, description: 'The role to change; absent for a new one.' })
  @IsOptional()
  @IsUUID()
  id?: string;

  @Field(() => Int, { nullable: true, description: 'The revision that was read; needed to change a role.' })
  @IsOptional()
  @IsInt()
  revision?: number;

  @Field(() => [LocalisedTextInput], { description: 'Its name, in the languages of the site.' })
  @ValidateNested({ each: true })
  @Type(() => LocalisedTextInput)
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  name!: LocalisedTextInput[];

  @Field(() => [String], { description: 'Names of permissions.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @MaxLength(60, { each: true })
  permissions!: string[];

  @Field(() => String, { nullable: true, description: 'Why; kept in the audit.' })
  @IsOptional()
  @MaxLength(1000, { context: { limit: 1000 } })
  reason?: string;
}

@InputType({ description: 'Gives a role to a person, or takes it.' })
export class RoleHolderInput {
  @Field(() => ID, { description: 'The role.' })
  @IsNotEmpty()
  @IsUUID()
  roleId!: string;

  @Field(() => ID, { description: 'The person.' })
  @IsNotEmpty()
  @IsUUID()
  personId!: string;

  @Field(() => ID, { nullable: true, description: 'The space it holds in; absent for the whole site.' })
  @IsOptional()
  @IsUUID()
  spaceId?: string;

  @Field(() => String, { nullable: true, description: 'Why; kept in the audit.' })
  @IsOptional()
  @MaxLength(1000, { context: { limit: 1000 } })
  reason?: string;
}
