import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf, DateTime, LocalisedText } from '@madang/kernel';

@ObjectType({ description: 'A permission that roles are made of.' })
export class PermissionInfo {
  @Field(() => String, { description: 'Its name: site.design, comments.moderate.' })
  name!: string;

  @Field(() => String, { description: 'What it lets people do, in the reader\u2019s language.' })
  label!: string;

  @Field(() => Boolean, { description: 'Whether it may be given for single spaces.' })
  forSpaces!: boolean;

  @Field(() => [String], {
    description: 'Standings that hold it without a role: officer, space_organiser, member; administrators hold all.',
  })
  standings!: string[];

  @Field(() => Boolean, { description: 'Whether whoever asks holds it in the whole site, and so may give it.' })
  mine!: boolean;
}

@ObjectType({ description: 'A role of this site.' })
export class RoleInfo {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => String, { description: 'Its name in the reader\u2019s language.' })
  label!: string;

  @Field(() => [LocalisedText], { description: 'Its name in every language.' })
  name!: LocalisedText[];

  @Field(() => [String], { description: 'Permissions it bundles.' })
  permissions!: string[];

  @Field(() => Int, { description: 'People who hold it anywhere.' })
  holders!: number;

  @Field(() => Int, { description: 'Give it back when saving; it moves with every change.' })
  revision!: number;

  @Field(() => DateTime, { description: 'Last change.' })
  changedAt!: Date;
}

@ObjectType({ description: 'How many people have a built-in standing.' })
export class StandingCount {
  @Field(() => String, { description: 'officer, administrator or space_organiser.' })
  standing!: string;

  @Field(() => Int, { description: 'People.' })
  people!: number;
}

@ObjectType({ description: 'A person with a role.' })
export class RoleHolder {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => ID, { description: 'The role.' })
  roleId!: string;

  @Field(() => ID, { description: 'The person.' })
  personId!: string;

  @Field(() => String, { description: 'Their name.' })
  personName!: string;

  @Field(() => ID, { nullable: true, description: 'The space; nothing for the whole site.' })
  spaceId!: string | null;

  @Field(() => String, { nullable: true, description: 'Its name.' })
  spaceName!: string | null;

  @Field(() => String, { nullable: true, description: 'Who gave it.' })
  givenBy!: string | null;

  @Field(() => DateTime, { description: 'When.' })
  givenAt!: Date;
}

@ObjectType({ description: 'A page of who holds roles.' })
export class RoleHolderConnection extends connectionOf(RoleHolder, 'RoleHolder') {}

@ObjectType({ description: 'Something a person may do, and why.' })
export class PersonRight {
  @Field(() => String, { description: 'The permission.' })
  permission!: string;

  @Field(() => String, { description: 'standing or role.' })
  via!: string;

  @Field(() => String, { description: 'Name of the standing, or id of the role.' })
  source!: string;

  @Field(() => String, { nullable: true, description: 'Name of the role.' })
  roleName!: string | null;

  @Field(() => ID, { nullable: true, description: 'The space it holds in; nothing for the whole site.' })
  spaceId!: string | null;

  @Field(() => String, { nullable: true, description: 'Its name.' })
  spaceName!: string | null;
}
