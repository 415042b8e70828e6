import { DatabaseHealth } from './databases.js';
import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { IsDate, IsIn, IsInt, IsNotEmpty, IsOptional, IsUUID, MaxLength } from 'class-validator';
import { DateTime } from '@madang/kernel';

export const SEVERITIES = ['info', 'warning', 'urgent'] as const;
export type Severity = (typeof SEVERITIES)[number];

@ObjectType({ description: 'How a tenant did in the last 24 hours.' })
export class TenantDay {
  @Field(() => String, { description: 'The tenant.' })
  slug!: string;

  @Field(() => Int, { description: 'Requests answered.' })
  requests!: number;

  @Field(() => Int, { description: 'Answers that were our fault (5xx).' })
  errors!: number;

  @Field(() => Int, { description: 'Statements that took long.' })
  slow!: number;

  @Field(() => Int, { description: 'Jobs that failed.' })
  jobsFailed!: number;

  @Field(() => Int, { description: 'Mails of the last seven days that could not be delivered.' })
  mailsFailed!: number;
}

@ObjectType({ description: 'A statement that took long; its text, never its values.' })
export class SlowStatement {
  @Field(() => String, { description: 'The tenant.' })
  slug!: string;

  @Field(() => String, { description: 'Text of the statement.' })
  statement!: string;

  @Field(() => Int, { description: 'How often.' })
  times!: number;

  @Field(() => Int, { description: 'Longest, in milliseconds.' })
  slowestMs!: number;

  @Field(() => DateTime, { description: 'Last time.' })
  lastAt!: Date;
}

@ObjectType({ description: 'How the installation is doing.' })
export class PlatformHealth {
  @Field(() => Boolean, { description: 'Whether mails are kept in a mailbox here, because no mail server takes them.' })
  mailbox!: boolean;

  @Field(() => Float, { description: 'Memory of the answering process, bytes.' })
  processBytes!: number;

  @Field(() => Float, { description: 'Seconds since it started.' })
  uptimeSeconds!: number;

  @Field(() => Float, { description: 'Memory of one PostgreSQL backend, bytes.' })
  backendBytes!: number;

  @Field(() => Int, { description: 'Connections in use.' })
  connections!: number;

  @Field(() => Int, { description: 'Connections there may be.' })
  connectionsMost!: number;

  @Field(() => [DatabaseHealth], { description: 'The databases tenants lie in, `main` first.' })
  databases!: DatabaseHealth[];

  @Field(() => Float, { description: 'Size of the database `main`, bytes.' })
  databaseBytes!: number;

  @Field(() => Int, { description: 'Jobs that wait to be handed over.' })
  jobsWaiting!: number;

  @Field(() => Int, { description: 'Age of the oldest of them, seconds.' })
  oldestSeconds!: number;

  @Field(() => Int, { description: 'Jobs that failed for good.' })
  jobsFailed!: number;

  @Field(() => [TenantDay], {
    description: 'Tenants with trouble or traffic in the last 24 hours, the worst first; at most 50.',
  })
  tenants!: TenantDay[];

  @Field(() => [SlowStatement], { description: 'Slowest statements of the last 30 days; at most 50.' })
  slow!: SlowStatement[];
}

@ObjectType({ description: 'Words to all tenants’ consoles.' })
export class Announcement {
  @Field(() => ID, { description: 'Stable id.' })
  id!: string;

  @Field(() => String, { description: 'In Korean.' })
  textKo!: string;

  @Field(() => String, { description: 'In English.' })
  textEn!: string;

  @Field(() => String, { description: 'info, warning or urgent.' })
  severity!: string;

  @Field(() => DateTime, { description: 'Shown from.' })
  fromAt!: Date;

  @Field(() => DateTime, { description: 'Shown until.' })
  untilAt!: Date;

  @Field(() => Int, { description: 'Grows with every change; give it back when saving.' })
  revision!: number;
}

@InputType({ description: 'An announcement as it shall be.' })
export class AnnouncementInput {
  @Field(() => ID, { nullable: true, description: 'Which one; a new one where absent.' })
  @IsOptional()
  @IsUUID()
  id?: string;

  @Field(() => Int, { nullable: true, description: 'The revision that was looked at.' })
  @IsOptional()
  @IsInt()
  revision?: number;

  @Field(() => String, { description: 'In Korean.' })
  @IsNotEmpty()
  @MaxLength(300, { context: { limit: 300 } })
  textKo!: string;

  @Field(() => String, { description: 'In English.' })
  @IsNotEmpty()
  @MaxLength(300, { context: { limit: 300 } })
  textEn!: string;

  @Field(() => String, { description: 'info, warning or urgent.' })
  @IsIn(SEVERITIES)
  severity!: Severity;

  @Field(() => DateTime, { description: 'Shown from.' })
  @IsDate()
  fromAt!: Date;

  @Field(() => DateTime, { description: 'Shown until.' })
  @IsDate()
  untilAt!: Date;
}
