import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf, DateTime } from '@madang/kernel';

@ObjectType({ description: 'A host name of a tenant.' })
export class TenantHost {
  @Field(() => String, { description: 'The name.' })
  host!: string;

  @Field(() => Boolean, { description: 'Whether links and mails name it.' })
  primary!: boolean;

  @Field(() => Boolean, { description: 'Whether it was proven and answers.' })
  verified!: boolean;

  @Field(() => String, { description: 'Name of the TXT record that proves it.' })
  record!: string;

  @Field(() => String, { description: 'Value of that record.' })
  value!: string;
}

@ObjectType({ description: 'What a tenant uses, as it was last counted.' })
export class TenantFigures {
  @Field(() => Int, { description: 'People with an open account.' })
  people!: number;

  @Field(() => Int, { description: 'Things people made, such as proposals and posts.' })
  subjects!: number;

  @Field(() => Int, { description: 'Open activities.' })
  activities!: number;

  @Field(() => Int, { description: 'Mails of this calendar month.' })
  mailsMonth!: number;

  @Field(() => Int, { description: 'Mails of the last seven days that could not be delivered.' })
  mailsFailed!: number;

  @Field(() => Float, { description: 'Bytes in the database, indexes included.' })
  databaseBytes!: number;

  @Field(() => Float, { description: 'Bytes of files.' })
  fileBytes!: number;

  @Field(() => DateTime, { nullable: true, description: 'When something was last done there.' })
  activeAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When a whole export was last made.' })
  exportedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When this was counted.' })
  measuredAt!: Date | null;
}

@ObjectType({ description: 'An organisation on this installation, as operators see it.' })
export class PlatformTenant {
  @Field(() => ID, { description: 'Stable id.' })
  id!: string;

  @Field(() => String, { description: 'Short name, first label of its default address.' })
  slug!: string;

  @Field(() => String, { description: 'Name in its first language.' })
  name!: string;

  @Field(() => String, { description: 'Names by language, as JSON.' })
  names!: string;

  @Field(() => String, { description: 'provisioning, active, suspended or archived.' })
  state!: string;

  @Field(() => String, { description: 'Plan it is on.' })
  plan!: string;

  @Field(() => String, { description: 'Database it lies in.' })
  placement!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Database it is being copied to; until it is there the site can only be read.',
  })
  movingTo!: string | null;

  @Field(() => Boolean, { description: 'Whether upgrades try it first.' })
  canary!: boolean;

  @Field(() => Int, { description: 'Version of its schema.' })
  schemaVersion!: number;

  @Field(() => Boolean, { description: 'Whether the schema is of the newest version.' })
  upToDate!: boolean;

  @Field(() => [String], { description: 'Languages of the site, the first by default.' })
  locales!: string[];

  @Field(() => String, { description: 'Time zone.' })
  timeZone!: string;

  @Field(() => String, { nullable: true, description: 'Whom to write to about it.' })
  ownerEmail!: string | null;

  @Field(() => String, { description: 'Address of the site.' })
  url!: string;

  @Field(() => String, { description: 'good, warning or bad.' })
  health!: string;

  @Field(() => [String], { description: 'Why it is not good: upgrade_failed, behind, mails_failed, errors, unpaid.' })
  troubles!: string[];

  @Field(() => String, { nullable: true, description: 'Why the last upgrade failed.' })
  error!: string | null;

  @Field(() => TenantFigures, { description: 'What it uses.' })
  figures!: TenantFigures;

  @Field(() => DateTime, { description: 'Since when it is here.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was archived.' })
  archivedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it will be erased; restore it before.' })
  eraseAfter!: Date | null;

  @Field(() => Int, { description: 'Grows with every change; give it back when saving.' })
  revision!: number;

  @Field(() => [TenantHost], { description: 'Hosts of its own, beside the default address.' })
  hosts!: TenantHost[];
}

@ObjectType({ description: 'A page of tenants.' })
export class PlatformTenantConnection extends connectionOf(PlatformTenant, 'PlatformTenant') {}

@ObjectType({ description: 'What erasing a tenant would remove.' })
export class Erasure {
  @Field(() => Int, { description: 'Accounts of people.' })
  people!: number;

  @Field(() => Int, { description: 'Things people made.' })
  subjects!: number;

  @Field(() => Int, { description: 'Rows in all its tables, about.' })
  rows!: number;

  @Field(() => Float, { description: 'Bytes in the database.' })
  databaseBytes!: number;

  @Field(() => Float, { description: 'Bytes of files.' })
  fileBytes!: number;

  @Field(() => [String], { description: 'Hosts that will answer no more.' })
  hosts!: string[];

  @Field(() => Int, { description: 'Days in which it can be restored.' })
  days!: number;
}

@ObjectType({ description: 'What there is to choose from when a tenant is made or moved.' })
export class PlatformChoices {
  @Field(() => [String], { description: 'Presets a site can start with.' })
  presets!: string[];

  @Field(() => [String], { description: 'Databases tenants can lie in.' })
  placements!: string[];

  @Field(() => String, { description: 'Default addresses end in it.' })
  baseDomain!: string;

  @Field(() => Int, { description: 'Spares that stand ready: with one, a tenant is there in about a second.' })
  spares!: number;
}
