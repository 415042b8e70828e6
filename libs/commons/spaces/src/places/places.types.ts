import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { DateTime, Texts } from '@madang/kernel';
import { ManagedActivity } from '../processes/processes.types.js';
import type { Words } from '../spaces.reader.js';
import { SpaceCover } from '../spaces.types.js';

@ObjectType({ description: 'A space as those who keep it see it.' })
export class ManagedSpace {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => Int, { description: 'Pass it when saving.' })
  revision!: number;

  @Field(() => String, { description: 'Its first path segment.' })
  slug!: string;

  @Field(() => String, { description: 'site, group, council, committee or youth.' })
  kind!: string;

  @Field(() => Texts, { description: 'Name in all languages.' })
  name!: Words;

  @Field(() => Texts, { description: 'What it is for.' })
  summary!: Words;

  @Field(() => String, { description: 'public or members.' })
  visibility!: string;

  @Field(() => String, { description: 'How one joins: open, approval or invitation.' })
  joining!: string;

  @Field(() => SpaceCover, { nullable: true, description: 'The picture it shows.' })
  cover!: SpaceCover | null;

  @Field(() => Int, { description: 'Members.' })
  memberCount!: number;

  @Field(() => DateTime, { nullable: true, description: 'When it was taken out of sight.' })
  archivedAt!: Date | null;

  @Field(() => Int, { description: 'Processes in it.' })
  processes!: number;

  @Field(() => [ManagedActivity], { description: 'Activities that stand outside any process.' })
  activities!: ManagedActivity[];
}

@ObjectType({ description: 'A category people choose from.' })
export class ManagedCategory {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => Int, { description: 'Pass it when saving.' })
  revision!: number;

  @Field(() => String, { description: 'Name in addresses.' })
  slug!: string;

  @Field(() => Texts, { description: 'Name in all languages.' })
  name!: Words;

  @Field(() => ID, { nullable: true, description: 'Department that answers what is in it.' })
  departmentId!: string | null;

  @Field(() => Boolean, { description: 'Whether it can be chosen.' })
  active!: boolean;

  @Field(() => Int, { description: 'How much is in it, counted to a thousand.' })
  inputs!: number;
}

@ObjectType({ description: 'Somebody who works for a department.' })
export class StaffMember {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => String, { description: 'Display name.' })
  name!: string;
}

@ObjectType({ description: 'A department that answers.' })
export class ManagedDepartment {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => Int, { description: 'Pass it when saving.' })
  revision!: number;

  @Field(() => String, { description: 'Name in addresses.' })
  slug!: string;

  @Field(() => Texts, { description: 'Name in all languages.' })
  name!: Words;

  @Field(() => String, { description: 'How people reach it.' })
  contact!: string;

  @Field(() => ID, { nullable: true, description: 'Who approves its answers.' })
  approverId!: string | null;

  @Field(() => String, { nullable: true, description: 'Name of who approves its answers.' })
  approver!: string | null;

  @Field(() => [StaffMember], { description: 'Its officers.' })
  officers!: StaffMember[];
}
