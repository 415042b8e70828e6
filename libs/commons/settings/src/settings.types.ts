import { Field, ObjectType } from '@nestjs/graphql';
import { DateTime } from '@madang/kernel';

@ObjectType({ description: 'A host of the site.' })
export class SiteHostInfo {
  @Field(() => String, { description: 'Its name.' })
  host!: string;

  @Field(() => Boolean, { description: 'Whether links and mails name it.' })
  primary!: boolean;

  @Field(() => Boolean, { description: 'Whether it is proven, and so answers.' })
  verified!: boolean;

  @Field(() => Boolean, { description: 'Given by the platform; it cannot be removed.' })
  given!: boolean;
}

@ObjectType({ description: 'What a look at a host found.' })
export class HostCheckInfo {
  @Field(() => String, { description: 'The host.' })
  host!: string;

  @Field(() => Boolean, { description: 'Whether it is proven, and so answers.' })
  verified!: boolean;

  @Field(() => String, { description: 'Name of the TXT record that proves it.' })
  record!: string;

  @Field(() => String, { description: 'Its value.' })
  value!: string;

  @Field(() => Boolean, { description: 'Whether that record was found.' })
  proven!: boolean;

  @Field(() => String, { description: 'Where the host should lead, as a CNAME.' })
  target!: string;

  @Field(() => [String], { description: 'Addresses it leads to now.' })
  addresses!: string[];

  @Field(() => Boolean, { description: 'Whether those are ours.' })
  leadsHere!: boolean;

  @Field(() => String, { description: 'Certificate it answers with: valid, expired, untrusted, none or unknown.' })
  certificate!: string;

  @Field(() => DateTime, { nullable: true, description: 'Until when that certificate holds.' })
  certificateUntil!: Date | null;
}

@ObjectType({ description: 'Languages and time zone of the site.' })
export class SiteLanguagesInfo {
  @Field(() => String, { description: 'The site\u2019s own language.' })
  locale!: string;

  @Field(() => [String], { description: 'Languages it offers.' })
  locales!: string[];

  @Field(() => String, { description: 'IANA name of its time zone.' })
  timeZone!: string;
}

@ObjectType({ description: 'Where everything of the site can be fetched, once, by whoever asked for it.' })
export class SiteDownload {
  @Field(() => String, { description: 'Path on this host.' })
  url!: string;

  @Field(() => DateTime, { description: 'Until when.' })
  expiresAt!: Date;
}
