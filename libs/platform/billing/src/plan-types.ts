import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import {
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsNotEmpty,
  IsOptional,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { connectionOf, DateTime } from '@madang/kernel';

/** What is counted and may be limited. */
export const QUOTAS = ['members', 'storage_bytes', 'mails_month', 'activities'] as const;
export type QuotaName = (typeof QUOTAS)[number];

@ObjectType({ description: 'A limit of a plan.' })
export class PlanQuota {
  @Field(() => String, { description: 'members, storage_bytes, mails_month or activities.' })
  name!: string;

  @Field(() => Float, { nullable: true, description: 'At most this much; nothing: no limit.' })
  limit!: number | null;
}

@ObjectType({ description: 'Something that a plan may leave out.' })
export class PlanFeature {
  @Field(() => String, { description: 'Its name: api, own_host and others.' })
  name!: string;

  @Field(() => String, { description: 'What it is called, in the reader’s language.' })
  label!: string;
}

@ObjectType({ description: 'What a tenant can be on.' })
export class Plan {
  @Field(() => ID, { description: 'Short name.' })
  id!: string;

  @Field(() => String, { description: 'Name in Korean.' })
  nameKo!: string;

  @Field(() => String, { description: 'Name in English.' })
  nameEn!: string;

  @Field(() => String, { description: 'One sentence, Korean.' })
  summaryKo!: string;

  @Field(() => String, { description: 'One sentence, English.' })
  summaryEn!: string;

  @Field(() => Int, { description: 'Place in the list.' })
  position!: number;

  @Field(() => Boolean, { description: 'Whether it can be chosen.' })
  active!: boolean;

  @Field(() => String, { description: 'Currency, such as krw.' })
  currency!: string;

  @Field(() => Float, { nullable: true, description: 'Price a month in the smallest unit; nothing: not offered.' })
  priceMonth!: number | null;

  @Field(() => Float, { nullable: true, description: 'Price a year in the smallest unit; nothing: not offered.' })
  priceYear!: number | null;

  @Field(() => [String], { description: 'Features it allows; a tenant has those that are enabled too.' })
  features!: string[];

  @Field(() => [PlanQuota], { description: 'Its limits.' })
  quotas!: PlanQuota[];

  @Field(() => Int, { description: 'Days between a missed payment and the suspension.' })
  graceDays!: number;

  @Field(() => Int, { description: 'Tenants on it.' })
  tenants!: number;

  @Field(() => Int, { description: 'Grows with every change; give it back when saving.' })
  revision!: number;
}

@InputType({ description: 'A plan as it shall be.' })
export class PlanInput {
  @Field(() => ID, { description: 'Short name; a new one makes a new plan.' })
  @Matches(/^[a-z][a-z0-9_]{1,30}$/)
  id!: string;

  @Field(() => Int, { nullable: true, description: 'The revision that was looked at; absent for a new plan.' })
  @IsOptional()
  @IsInt()
  revision?: number;

  @Field(() => String, { description: 'Name in Korean.' })
  @IsNotEmpty()
  @MaxLength(40, { context: { limit: 40 } })
  nameKo!: string;

  @Field(() => String, { description: 'Name in English.' })
  @IsNotEmpty()
  @MaxLength(40, { context: { limit: 40 } })
  nameEn!: string;

  @Field(() => String, { nullable: true, description: 'One sentence, Korean.' })
  @IsOptional()
  @MaxLength(200, { context: { limit: 200 } })
  summaryKo?: string;

  @Field(() => String, { nullable: true, description: 'One sentence, English.' })
  @IsOptional()
  @MaxLength(200, { context: { limit: 200 } })
  summaryEn?: string;

  @Field(() => Int, { defaultValue: 10, description: 'Place in the list.' })
  @IsInt()
  position: number = 10;

  @Field(() => Boolean, { defaultValue: true, description: 'Whether it can be chosen.' })
  @IsBoolean()
  active: boolean = true;

  @Field(() => Float, { nullable: true, description: 'Price a month in the smallest unit.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  priceMonth?: number;

  @Field(() => Float, { nullable: true, description: 'Price a year in the smallest unit.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  priceYear?: number;

  @Field(() => [String], { description: 'Features it allows.' })
  @IsArray()
  @Matches(/^[a-z_]{2,40}$/, { each: true })
  features!: string[];

  @Field(() => Float, { nullable: true, description: 'Most members.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  members?: number;

  @Field(() => Float, { nullable: true, description: 'Most bytes of files.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  storageBytes?: number;

  @Field(() => Float, { nullable: true, description: 'Most mails a month.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  mailsMonth?: number;

  @Field(() => Float, { nullable: true, description: 'Most activities.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  activities?: number;

  @Field(() => Int, { defaultValue: 14, description: 'Days of grace.' })
  @IsInt()
  @Min(0)
  @Max(90, { context: { limit: 90 } })
  graceDays: number = 14;
}

@ObjectType({ description: 'What is used of a limit.' })
export class Usage {
  @Field(() => String, { description: 'members, storage_bytes, mails_month or activities.' })
  name!: string;

  @Field(() => Float, { description: 'Used now.' })
  used!: number;

  @Field(() => Float, { nullable: true, description: 'At most; nothing: no limit.' })
  limit!: number | null;
}

@ObjectType({ description: 'An invoice: from Stripe, or written by hand.' })
export class Invoice {
  @Field(() => ID, { description: 'Stable id.' })
  id!: string;

  @Field(() => String, { description: 'Number on the invoice.' })
  number!: string;

  @Field(() => String, { nullable: true, description: 'Tenant it is for; nothing once that is erased.' })
  slug!: string | null;

  @Field(() => String, { description: 'stripe or hand.' })
  source!: string;

  @Field(() => String, { description: 'draft, open, paid, void or uncollectible.' })
  state!: string;

  @Field(() => String, { description: 'Currency.' })
  currency!: string;

  @Field(() => Float, { description: 'Total in the smallest unit.' })
  total!: number;

  @Field(() => String, { description: 'Day of issue.' })
  issuedOn!: string;

  @Field(() => String, { nullable: true, description: 'Day it is due.' })
  dueOn!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was paid.' })
  paidAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Where it can be read and printed.' })
  url!: string | null;

  @Field(() => Int, { description: 'Grows with every change.' })
  revision!: number;
}

@ObjectType({ description: 'A page of invoices.' })
export class InvoiceConnection extends connectionOf(Invoice, 'Invoice') {}

@ObjectType({ description: 'What a tenant is on, uses and owes.' })
export class Account {
  @Field(() => String, { description: 'The tenant.' })
  slug!: string;

  @Field(() => Plan, { description: 'Its plan.' })
  plan!: Plan;

  @Field(() => String, { description: 'none, stripe or hand.' })
  method!: string;

  @Field(() => String, { description: 'active, trialing, past_due, unpaid or canceled.' })
  state!: string;

  @Field(() => String, { description: 'month or year.' })
  period!: string;

  @Field(() => DateTime, { nullable: true, description: 'End of what is paid for.' })
  periodEnd!: Date | null;

  @Field(() => Boolean, { description: 'Whether it ends then.' })
  cancelAtEnd!: boolean;

  @Field(() => DateTime, { nullable: true, description: 'Since when a payment is missing.' })
  pastDueSince!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When the site is suspended unless it is paid.' })
  suspendAt!: Date | null;

  @Field(() => [Usage], { description: 'Usage against the limits.' })
  usage!: Usage[];

  @Field(() => [String], { description: 'Features it has: allowed by the plan and not switched off.' })
  features!: string[];

  @Field(() => [String], { description: 'Features that the plan allows and that are switched off.' })
  featuresOff!: string[];

  @Field(() => [Invoice], { description: 'Its latest invoices.' })
  invoices!: Invoice[];

  @Field(() => Boolean, { description: 'Whether payments are a test, without real money.' })
  test!: boolean;

  @Field(() => Int, { description: 'Grows with every change.' })
  revision!: number;
}

@InputType({ description: 'Puts a tenant on a plan without Stripe.' })
export class AssignPlanInput {
  @Field(() => String, { description: 'The tenant.' })
  @IsNotEmpty()
  slug!: string;

  @Field(() => String, { description: 'The plan.' })
  @Matches(/^[a-z][a-z0-9_]{1,30}$/)
  plan!: string;

  @Field(() => String, { description: 'none or hand.' })
  @IsIn(['none', 'hand'])
  method!: 'none' | 'hand';

  @Field(() => [String], { description: 'Features of the plan that are switched off.' })
  @IsArray()
  @Matches(/^[a-z_]{2,40}$/, { each: true })
  featuresOff!: string[];

  @Field(() => Int, { description: 'The revision that was looked at.' })
  @IsInt()
  revision!: number;
}

@InputType({ description: 'An invoice written by hand.' })
export class InvoiceInput {
  @Field(() => String, { description: 'The tenant.' })
  @IsNotEmpty()
  slug!: string;

  @Field(() => String, { description: 'What it is for.' })
  @IsNotEmpty()
  @MaxLength(200, { context: { limit: 200 } })
  what!: string;

  @Field(() => Float, { description: 'Amount in the smallest unit.' })
  @IsInt()
  @Min(1)
  @Max(1_000_000_000_000)
  amount!: number;

  @Field(() => String, { description: 'Who is billed.' })
  @IsNotEmpty()
  @MaxLength(300, { context: { limit: 300 } })
  billedTo!: string;

  @Field(() => String, { description: 'Day it is due.' })
  @IsISO8601({ strict: true })
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  dueOn!: string;
}
