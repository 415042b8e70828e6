import { Transform } from 'class-transformer';
import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { IsEmail, IsIn, IsInt, IsNotEmpty, IsUUID, MaxLength } from 'class-validator';
import { OPERATOR_ROLES, type OperatorRole } from './operator-context.js';
import { OperatorRoleEnum } from './operator-types.js';

const lower = Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toLowerCase() : value));

@InputType({ description: 'The first factor.' })
export class OperatorSignInInput {
  @Field(() => String, { description: 'E-mail address.' })
  @lower
  @IsNotEmpty()
  @IsEmail()
  @MaxLength(200, { context: { limit: 200 } })
  email!: string;

  @Field(() => String, { description: 'Password.' })
  @IsNotEmpty()
  @MaxLength(200, { context: { limit: 200 } })
  password!: string;
}

@InputType({ description: 'Takes up an invitation.' })
export class OperatorSetUpInput {
  @Field(() => String, { description: 'Secret of the link.' })
  @IsNotEmpty()
  @MaxLength(200)
  token!: string;

  @Field(() => String, { description: 'Name as colleagues and tenants will read it.' })
  @IsNotEmpty()
  @MaxLength(60, { context: { limit: 60 } })
  name!: string;

  @Field(() => String, { description: 'A password of 10 characters or more.' })
  @IsNotEmpty()
  @MaxLength(200, { context: { limit: 200 } })
  password!: string;
}

@InputType({ description: 'Invites somebody to run the installation.' })
export class OperatorInviteInput {
  @Field(() => String, { description: 'E-mail address; a link goes there.' })
  @lower
  @IsNotEmpty()
  @IsEmail()
  @MaxLength(200, { context: { limit: 200 } })
  email!: string;

  @Field(() => String, { description: 'Name, until they choose their own.' })
  @IsNotEmpty()
  @MaxLength(60, { context: { limit: 60 } })
  name!: string;

  @Field(() => OperatorRoleEnum, { description: 'What they may do.' })
  @IsIn(OPERATOR_ROLES)
  role!: OperatorRole;
}

@InputType({ description: 'Another role for an operator.' })
export class OperatorRoleInput {
  @Field(() => ID, { description: 'The operator.' })
  @IsUUID()
  id!: string;

  @Field(() => OperatorRoleEnum, { description: 'What they may do from now on.' })
  @IsIn(OPERATOR_ROLES)
  role!: OperatorRole;

  @Field(() => Int, { description: 'The revision that was looked at.' })
  @IsInt()
  revision!: number;
}
