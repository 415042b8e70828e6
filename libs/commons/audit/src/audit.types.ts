import { Field, ID, ObjectType } from '@nestjs/graphql';
import { connectionOf, DateTime } from '@madang/kernel';

@ObjectType({ description: 'Who did what to what, and why. Entries are added and never changed.' })
export class AuditEntry {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => String, { description: 'What was done: people.banned, answers.published.' })
  act!: string;

  @Field(() => String, { description: 'Kind of the thing it was done to.' })
  objectKind!: string;

  @Field(() => String, { nullable: true, description: 'Which one.' })
  objectId!: string | null;

  @Field(() => String, { nullable: true, description: 'Why.' })
  reason!: string | null;

  @Field(() => String, { description: 'Choices that were made, as JSON; ids, no personal data.' })
  details!: string;

  @Field(() => ID, { nullable: true, description: 'Who did it; nothing for the software itself.' })
  actorId!: string | null;

  @Field(() => String, { nullable: true, description: 'Their name today; nothing for closed accounts.' })
  actorName!: string | null;

  @Field(() => String, { nullable: true, description: 'Whom an operator acted for, in support access.' })
  onBehalfOf!: string | null;

  @Field(() => String, { nullable: true, description: 'The request it was done in, as logs name it.' })
  requestId!: string | null;

  @Field(() => DateTime, { description: 'When.' })
  at!: Date;
}

@ObjectType({ description: 'A page of the audit.' })
export class AuditConnection extends connectionOf(AuditEntry, 'Audit') {}
