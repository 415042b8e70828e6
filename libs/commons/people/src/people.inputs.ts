import { Field, ID, InputType } from '@nestjs/graphql';
import { IsBoolean, IsDateString, IsEmail, IsIn, IsNotEmpty, IsOptional, IsUUID, MaxLength } from 'class-validator';
import { Transform } from 'class-transformer';

const lower = Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toLowerCase() : value));
// HTML boxes send "yes" or nothing, the API true or false.
const box = Transform(({ value }: { value: unknown }) => value === true || value === 'yes' || value === 'on');
const EMAIL_MOST = 200;

@InputType({ description: 'Asks for a link by mail that signs in, or opens an account when the address has none.' })
export class SignInLinkInput {
  @Field(() => String, { description: 'E-mail address. The answer is the same whether or not it is known.' })
  @lower
  @IsNotEmpty()
  @IsEmail()
  @MaxLength(EMAIL_MOST, { context: { limit: EMAIL_MOST } })
  email!: string;

  @Field(() => String, { nullable: true, description: 'Path of this site to go on to.' })
  @IsOptional()
  @MaxLength(500, { context: { limit: 500 } })
  back?: string;
}

@InputType({ description: 'Opens an account; a link sent to the address completes it.' })
export class RegisterInput {
  @Field(() => String, { description: 'E-mail address. The answer is the same whether or not it is known.' })
  @lower
  @IsNotEmpty()
  @IsEmail()
  @MaxLength(EMAIL_MOST, { context: { limit: EMAIL_MOST } })
  email!: string;

  @Field(() => String, {
    description: 'Name shown beside what one writes: 2 to 20 letters, digits, _ or spaces; unique.',
  })
  @IsNotEmpty()
  @MaxLength(60, { context: { limit: 20 } })
  displayName!: string;

  @Field(() => Boolean, { description: 'Agrees to the terms in force.' })
  @box
  @IsBoolean()
  terms: boolean = false;

  @Field(() => Boolean, { description: 'Agrees to the privacy policy in force.' })
  @box
  @IsBoolean()
  privacy: boolean = false;

  @Field(() => Boolean, { defaultValue: false, description: 'Agrees to news by mail; free to choose.' })
  @box
  @IsBoolean()
  marketing: boolean = false;

  @Field(() => String, { nullable: true, description: 'Path of this site to go on to.' })
  @IsOptional()
  @MaxLength(500, { context: { limit: 500 } })
  back?: string;
}

@InputType({ description: 'What others see of me, and my language.' })
export class ProfileInput {
  @Field(() => String, { description: 'Name shown beside what I write.' })
  @IsNotEmpty()
  @MaxLength(60, { context: { limit: 20 } })
  displayName!: string;

  @Field(() => String, { nullable: true, description: 'About me, plain text, at most 500 characters.' })
  @IsOptional()
  @MaxLength(500, { context: { limit: 500 } })
  bio?: string;

  @Field(() => String, { nullable: true, description: 'Language of mails to me; the site’s own where absent.' })
  @IsOptional()
  @MaxLength(10)
  locale?: string;
}

@InputType({ description: 'A new API token.' })
export class ApiTokenInput {
  @Field(() => String, { description: 'What it is for.' })
  @IsNotEmpty()
  @MaxLength(80, { context: { limit: 80 } })
  name!: string;

  @Field(() => [String], { description: 'read, write, manage. Without `manage` it acts as a member, whoever owns it.' })
  @IsIn(['read', 'write', 'manage'], { each: true })
  scopes!: string[];
}

export const SUPPORT_FATES = ['keep', 'withdraw'] as const;

@InputType({ description: 'Closes my account. What I wrote stays, without my name.' })
export class CloseAccountInput {
  @Field(() => String, {
    description:
      'keep: my supports stay counted, without a name; withdraw: they are taken back where an item still collects.',
  })
  @IsIn(SUPPORT_FATES)
  supports!: (typeof SUPPORT_FATES)[number];

  @Field(() => String, { description: 'My display name, typed: this cannot be undone.' })
  @IsNotEmpty()
  @MaxLength(60, { context: { limit: 60 } })
  confirm!: string;
}

@InputType({ description: 'A decision about a person, with its reason.' })
export class PersonDecisionInput {
  @Field(() => ID, { description: 'The person.' })
  @IsNotEmpty()
  @IsUUID()
  personId!: string;

  @Field(() => String, { description: 'Why; kept in the audit and, for a ban, shown to the person.' })
  @IsNotEmpty()
  @MaxLength(1000, { context: { limit: 1000 } })
  reason!: string;
}

@InputType({ description: 'Shuts a person out, with a reason.' })
export class BanInput extends PersonDecisionInput {
  @Field(() => String, { nullable: true, description: 'Last day of the ban; absent: until it is taken back.' })
  @IsOptional()
  @IsDateString()
  @MaxLength(10)
  until?: string;
}

@InputType({ description: 'Removes who a person was, at their request. Cannot be undone.' })
export class ErasePersonInput extends PersonDecisionInput {
  @Field(() => String, { description: 'Their name, typed.' })
  @IsNotEmpty()
  @MaxLength(60, { context: { limit: 60 } })
  confirm!: string;
}

export const GIVEN_ROLES = ['member', 'organiser', 'officer', 'administrator'] as const;

@InputType({ description: 'Gives a person a standing in the whole site.' })
export class SetRoleInput extends PersonDecisionInput {
  @Field(() => String, { description: 'member, organiser, officer or administrator.' })
  @IsIn(GIVEN_ROLES)
  role!: (typeof GIVEN_ROLES)[number];

  @Field(() => ID, { nullable: true, description: 'Department of an officer.' })
  @IsOptional()
  @IsUUID()
  departmentId?: string;
}

@InputType({ description: 'Invites somebody by mail.' })
export class InviteInput {
  @Field(() => String, { description: 'E-mail address.' })
  @lower
  @IsNotEmpty()
  @IsEmail()
  @MaxLength(EMAIL_MOST, { context: { limit: EMAIL_MOST } })
  email!: string;

  @Field(() => String, { description: 'Standing the person will have.' })
  @IsIn(GIVEN_ROLES)
  role: (typeof GIVEN_ROLES)[number] = 'member';
}
