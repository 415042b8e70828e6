import { Field, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'How many tenants have a version of the schema.' })
export class VersionCount {
  @Field(() => Int, { description: 'The version.' })
  version!: number;

  @Field(() => Int, { description: 'Tenants that have it.' })
  tenants!: number;

  @Field(() => Int, { description: 'Canaries among them.' })
  canaries!: number;
}

@ObjectType({ description: 'A tenant whose upgrade failed, or that is only locked.' })
export class FailedUpgrade {
  @Field(() => String, { description: 'The tenant.' })
  slug!: string;

  @Field(() => Int, { description: 'Version it still has.' })
  version!: number;

  @Field(() => String, { description: 'What PostgreSQL said.' })
  error!: string;

  @Field(() => Boolean, { description: 'Whether it is tried first and holds the others back.' })
  canary!: boolean;
}

@ObjectType({ description: 'Where the schemas of all tenants stand.' })
export class UpgradeBoard {
  @Field(() => Int, { description: 'Version this program makes.' })
  target!: number;

  @Field(() => Int, { description: 'Tenants in all.' })
  tenants!: number;

  @Field(() => [VersionCount], { description: 'Tenants by version, the newest first.' })
  versions!: VersionCount[];

  @Field(() => [FailedUpgrade], { description: 'What went wrong, at most 100.' })
  failed!: FailedUpgrade[];

  @Field(() => Boolean, { description: 'Whether a canary is behind, so that the others wait.' })
  heldBack!: boolean;

  @Field(() => Int, { description: 'Spares of the newest version that stand ready.' })
  sparesReady!: number;

  @Field(() => Int, { description: 'Spares that should.' })
  sparesWanted!: number;

  @Field(() => [String], { description: 'Names of the steps from the oldest version in use to the newest.' })
  steps!: string[];
}
