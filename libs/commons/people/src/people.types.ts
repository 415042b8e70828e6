import { Field, ID, ObjectType } from '@nestjs/graphql';
import { connectionOf, DateTime } from '@madang/kernel';

@ObjectType({ description: 'A person as everybody may see them.' })
export class Person {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => String, { description: 'Name shown beside what they write.' })
  displayName!: string;

  @Field(() => String, { description: 'What they say about themselves.' })
  bio!: string;

  @Field(() => Boolean, { description: 'Speaks for the organisation: an officer or administrator.' })
  official!: boolean;

  @Field(() => DateTime, { description: 'Since when they are here.' })
  since!: Date;
}

@ObjectType({ description: 'A device or program where I am signed in.' })
export class Session {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => String, { description: 'What the browser calls itself.' })
  userAgent!: string;

  @Field(() => String, { description: 'Network address it started from.' })
  address!: string;

  @Field(() => DateTime, { description: 'When it started.' })
  createdAt!: Date;

  @Field(() => DateTime, { description: 'Last use, to about ten minutes.' })
  lastSeenAt!: Date;

  @Field(() => Boolean, { description: 'Whether it is the one asking.' })
  current!: boolean;
}

@ObjectType({ description: 'A token of mine for programs. Its secret is shown once, when it is made.' })
export class ApiToken {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => String, { description: 'What it is for.' })
  name!: string;

  @Field(() => [String], { description: 'read, write, manage.' })
  scopes!: string[];

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'Last use, to about ten minutes.' })
  lastUsedAt!: Date | null;
}

@ObjectType({ description: 'A new API token with its secret.' })
export class CreatedApiToken {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => String, { description: 'The secret, for `Authorization: Bearer …`. It cannot be shown again.' })
  secret!: string;
}

@ObjectType({ description: 'Something I agreed to.' })
export class Consent {
  @Field(() => String, { description: 'terms, privacy or marketing.' })
  document!: string;

  @Field(() => Number, { description: 'Version of the document.' })
  version!: number;

  @Field(() => DateTime, { description: 'When.' })
  givenAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was taken back.' })
  withdrawnAt!: Date | null;
}

@ObjectType({ description: 'Something I did, and where the item stands now.' })
export class DeedRecord {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => String, { description: 'wrote, supported, related or commented.' })
  deed!: string;

  @Field(() => DateTime, { description: 'When.' })
  at!: Date;

  @Field(() => ID, { description: 'The item.' })
  subjectId!: string;

  @Field(() => String, { description: 'Title of the item.' })
  title!: string;

  @Field(() => String, { description: 'Path of its page.' })
  path!: string;

  @Field(() => String, { description: 'State of the item.' })
  state!: string;

  @Field(() => String, { nullable: true, description: 'Kind of the official answer, when there is one.' })
  answer!: string | null;
}

@ObjectType({ description: 'A page of what I did.' })
export class DeedConnection extends connectionOf(DeedRecord, 'Deed') {}

@ObjectType({ description: 'Whoever asks.' })
export class Viewer {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => String, { description: 'My name.' })
  displayName!: string;

  @Field(() => String, { nullable: true, description: 'My e-mail address.' })
  email!: string | null;

  @Field(() => String, { description: 'Standing in the whole site: member, organiser, officer, administrator.' })
  role!: string;

  @Field(() => String, { description: 'What I say about myself.' })
  bio!: string;

  @Field(() => String, { nullable: true, description: 'Language of mails to me.' })
  locale!: string | null;
}

@ObjectType({ description: 'A person as administrators see them.' })
export class ManagedPerson {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => String, { description: 'Name.' })
  displayName!: string;

  @Field(() => String, { nullable: true, description: 'E-mail address.' })
  email!: string | null;

  @Field(() => String, { description: 'Standing in the whole site.' })
  role!: string;

  @Field(() => String, { description: 'active, waiting, banned or closed.' })
  state!: string;

  @Field(() => String, { nullable: true, description: 'Reason of a ban.' })
  stateReason!: string | null;

  @Field(() => String, { nullable: true, description: 'Last day of a ban that ends by itself.' })
  bannedUntil!: string | null;

  @Field(() => [String], { description: 'Names of roles of the site they have.' })
  roleNames!: string[];

  @Field(() => String, { description: 'How surely they are who they say: none, email or verified.' })
  assurance!: string;

  @Field(() => String, { description: 'How they came: registered, invited, imported, confirmed or demo.' })
  source!: string;

  @Field(() => DateTime, { description: 'Since when.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When last seen.' })
  lastSeenAt!: Date | null;
}

@ObjectType({ description: 'A page of people.' })
export class ManagedPersonConnection extends connectionOf(ManagedPerson, 'ManagedPerson') {}
