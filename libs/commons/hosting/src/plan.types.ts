import { Field, Float, ID, ObjectType } from '@nestjs/graphql';
import { DateTime } from '@madang/kernel';

@ObjectType({ description: 'A plan that this site can be on.' })
export class SitePlan {
  @Field(() => ID, { description: 'Short name.' })
  id!: string;

  @Field(() => String, { description: 'Name in the reader’s language.' })
  name!: string;

  @Field(() => String, { description: 'One sentence in the reader’s language.' })
  summary!: string;

  @Field(() => String, { description: 'Currency, such as krw.' })
  currency!: string;

  @Field(() => Float, { nullable: true, description: 'Price a month in the smallest unit.' })
  priceMonth!: number | null;

  @Field(() => Float, { nullable: true, description: 'Price a year in the smallest unit.' })
  priceYear!: number | null;

  @Field(() => [String], { description: 'Names of the features it has.' })
  features!: string[];
}

@ObjectType({ description: 'Something that a plan may leave out.' })
export class SiteFeature {
  @Field(() => String, { description: 'Its name: api, own_host and others.' })
  name!: string;

  @Field(() => String, { description: 'What it is called, in the reader’s language.' })
  label!: string;

  @Field(() => Boolean, { description: 'Whether this site has it.' })
  has!: boolean;

  @Field(() => Boolean, { description: 'Whether the plan has it and the host switched it off for this site.' })
  switchedOff!: boolean;

  @Field(() => [String], { description: 'Names of the plans that have it and can be chosen.' })
  plans!: string[];
}

@ObjectType({ description: 'What is used of a limit.' })
export class SiteUsage {
  @Field(() => String, { description: 'members, storage_bytes, mails_month or activities.' })
  name!: string;

  @Field(() => Float, { description: 'Used, as it was last counted.' })
  used!: number;

  @Field(() => Float, { nullable: true, description: 'At most; nothing: no limit.' })
  limit!: number | null;
}

@ObjectType({ description: 'An invoice for this site.' })
export class SiteInvoice {
  @Field(() => ID, { description: 'Stable id.' })
  id!: string;

  @Field(() => String, { description: 'Its number.' })
  number!: string;

  @Field(() => String, { description: 'open, paid, void or uncollectible.' })
  state!: string;

  @Field(() => String, { description: 'Currency.' })
  currency!: string;

  @Field(() => Float, { description: 'Total in the smallest unit.' })
  total!: number;

  @Field(() => String, { description: 'Day of issue.' })
  issuedOn!: string;

  @Field(() => String, { nullable: true, description: 'Day it is due.' })
  dueOn!: string | null;

  @Field(() => String, { nullable: true, description: 'Where it can be read and printed.' })
  url!: string | null;
}

@ObjectType({ description: 'Plan, usage and bills of this site.' })
export class SiteAccount {
  @Field(() => SitePlan, { description: 'The plan it is on.' })
  plan!: SitePlan;

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

  @Field(() => DateTime, { nullable: true, description: 'When the site is suspended unless it is paid.' })
  suspendAt!: Date | null;

  @Field(() => [SiteUsage], { description: 'Usage against the limits.' })
  usage!: SiteUsage[];

  @Field(() => [String], { description: 'Features the site has.' })
  features!: string[];

  @Field(() => [SiteInvoice], { description: 'Latest invoices.' })
  invoices!: SiteInvoice[];

  @Field(() => [SitePlan], { description: 'Plans that can be chosen.' })
  choices!: SitePlan[];

  @Field(() => Boolean, { description: 'Whether payments are a test, without real money.' })
  test!: boolean;
}
