import { Transform } from 'class-transformer';
import { ArgsType, Field, InputType, Int } from '@nestjs/graphql';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsBoolean,
  IsEmail,
  IsHexColor,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsTimeZone,
  Matches,
  MaxLength,
} from 'class-validator';
import { SortedPageArgs } from '@madang/kernel';

const lower = Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toLowerCase() : value));
const LOCALES = ['ko', 'en'];

@ArgsType()
export class TenantsArgs extends SortedPageArgs {
  @Field(() => String, { nullable: true, description: 'Part of the name, the short name or a host.' })
  @IsOptional()
  @MaxLength(100)
  words?: string;

  @Field(() => [String], { nullable: true, description: 'Only in these states.' })
  @IsOptional()
  @IsIn(['provisioning', 'active', 'suspended', 'archived'], { each: true })
  states?: string[];

  @Field(() => String, { nullable: true, description: 'Only on this plan.' })
  @IsOptional()
  @MaxLength(40)
  plan?: string;

  @Field(() => String, { nullable: true, description: 'Only in this database.' })
  @IsOptional()
  @MaxLength(40)
  placement?: string;

  @Field(() => Int, { nullable: true, description: 'Only with a schema of this version.' })
  @IsOptional()
  @IsInt()
  version?: number;
}

@InputType({ description: 'A tenant to be made.' })
export class ProvisionInput {
  @Field(() => String, {
    description: 'Short name, first label of its address: 3 to 40 small letters, digits, hyphens.',
  })
  @lower
  @IsNotEmpty()
  @MaxLength(40, { context: { limit: 40 } })
  slug!: string;

  @Field(() => String, { description: 'Name in the first language.' })
  @IsNotEmpty()
  @MaxLength(60, { context: { limit: 60 } })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Name in English, where the site speaks it too.' })
  @IsOptional()
  @MaxLength(60, { context: { limit: 60 } })
  nameEn?: string;

  @Field(() => [String], { defaultValue: ['ko', 'en'], description: 'Languages, the first by default.' })
  @IsIn(LOCALES, { each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(5)
  locales: string[] = ['ko', 'en'];

  @Field(() => String, { defaultValue: 'Asia/Seoul', description: 'Time zone.' })
  @IsTimeZone()
  timeZone: string = 'Asia/Seoul';

  @Field(() => String, { nullable: true, description: 'A host of its own, taken as proven.' })
  @IsOptional()
  @MaxLength(253)
  host?: string;

  @Field(() => String, { defaultValue: 'blank', description: 'What the site starts with.' })
  @Matches(/^[a-z]{2,20}$/)
  preset: string = 'blank';

  @Field(() => String, { nullable: true, description: 'Brand colour, #rrggbb; the look is solved from it.' })
  @IsOptional()
  @IsHexColor()
  brand?: string;

  @Field(() => String, { nullable: true, description: 'Plan; the first one where absent.' })
  @IsOptional()
  @MaxLength(40)
  plan?: string;

  @Field(() => String, { nullable: true, description: 'Address of the first administrator, who gets a link.' })
  @IsOptional()
  @lower
  @IsEmail()
  @MaxLength(200)
  ownerEmail?: string;

  @Field(() => String, { nullable: true, description: 'Database it shall lie in; main where absent.' })
  @IsOptional()
  @MaxLength(40)
  placement?: string;
}

@InputType({ description: 'What the platform knows of a tenant.' })
export class DescribeTenantInput {
  @Field(() => String, { description: 'The tenant.' })
  @IsNotEmpty()
  @MaxLength(40)
  slug!: string;

  @Field(() => Int, { description: 'The revision that was looked at.' })
  @IsInt()
  revision!: number;

  @Field(() => String, { nullable: true, description: 'Name in the first language.' })
  @IsOptional()
  @MaxLength(60, { context: { limit: 60 } })
  name?: string;

  @Field(() => String, { nullable: true, description: 'Whom to write to about it.' })
  @IsOptional()
  @lower
  @IsEmail()
  ownerEmail?: string;
}

@InputType({ description: 'Somebody of a tenant who lost their second factor.' })
export class ResetFactorInput {
  @Field(() => String, { description: 'Short name of the tenant.' })
  @IsNotEmpty()
  @MaxLength(40)
  slug!: string;

  @Field(() => String, { description: 'The address they sign in with.' })
  @lower
  @IsEmail()
  email!: string;

  @Field(() => String, { description: 'Why, and how you know that it is them: for both logs.' })
  @IsNotEmpty()
  @MaxLength(500, { context: { limit: 500 } })
  reason!: string;
}

@InputType({ description: 'A second tenant like another.' })
export class CloneTenantInput {
  @Field(() => String, { description: 'The tenant to copy.' })
  @IsNotEmpty()
  @MaxLength(40)
  slug!: string;

  @Field(() => String, { description: 'Short name of the copy.' })
  @lower
  @IsNotEmpty()
  @MaxLength(40)
  to!: string;

  @Field(() => String, { nullable: true, description: 'Name of the copy.' })
  @IsOptional()
  @MaxLength(60, { context: { limit: 60 } })
  name?: string;

  @Field(() => Boolean, { defaultValue: true, description: 'Only how the site is arranged: nobody, nothing written.' })
  @IsBoolean()
  withoutPeople: boolean = true;

  @Field(() => String, { nullable: true, description: 'Database it shall lie in; that of the original where absent.' })
  @IsOptional()
  @MaxLength(40)
  placement?: string;
}

@InputType({ description: 'A tenant from an export file that was sent to /operator/uploads before.' })
export class ImportTenantInput {
  @Field(() => String, { description: 'What the upload answered with.' })
  @Matches(/^[0-9a-f-]{36}$/)
  upload!: string;

  @Field(() => String, { nullable: true, description: 'Another short name than the exported one.' })
  @IsOptional()
  @lower
  @MaxLength(40)
  slug?: string;

  @Field(() => Boolean, { defaultValue: false, description: 'With a new id, to live beside its original.' })
  @IsBoolean()
  copy: boolean = false;

  @Field(() => Boolean, { defaultValue: true, description: 'Leave its own hosts out.' })
  @IsBoolean()
  withoutHosts: boolean = true;

  @Field(() => String, { nullable: true, description: 'Database it shall lie in; main where absent.' })
  @IsOptional()
  @MaxLength(40)
  placement?: string;
}
