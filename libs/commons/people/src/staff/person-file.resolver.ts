import { Args, Field, ID, Mutation, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { connection, connectionOf, DateTime, isId, missing, readInput, SortedPageArgs } from '@madang/kernel';
import { ApiToken, Consent, ManagedPerson, Session } from '../people.types.js';
import { PersonFile } from './person-file.js';
import { Staff } from './staff.service.js';
import { StaffTokens } from './tokens.service.js';

@ObjectType({ description: 'An attempt to sign in.' })
export class SignInAttempt {
  @Field(() => String, { description: 'link or password.' })
  how!: string;

  @Field(() => Boolean, { description: 'Whether it succeeded.' })
  succeeded!: boolean;

  @Field(() => String, { description: 'What the browser calls itself.' })
  userAgent!: string;

  @Field(() => String, { description: 'Network address.' })
  address!: string;

  @Field(() => DateTime, { description: 'When.' })
  at!: Date;
}

@ObjectType({ description: 'An API token and whose it is.' })
export class HeldToken extends ApiToken {
  @Field(() => ID, { description: 'Its owner.' })
  personId!: string;

  @Field(() => String, { description: 'Their name.' })
  personName!: string;
}

@ObjectType({ description: 'A page of API tokens.' })
export class HeldTokenConnection extends connectionOf(HeldToken, 'HeldToken') {}

@Resolver(() => ManagedPerson)
export class PersonFileResolver {
  constructor(
    private readonly file: PersonFile,
    private readonly staff: Staff,
    private readonly tokens: StaffTokens,
  ) {}

  @Query(() => ManagedPerson, { description: 'One person as administrators see them.' })
  async managedPerson(@Args('id', { type: () => ID }) id: string): Promise<ManagedPerson> {
    const [person] = isId(id) ? (await this.staff.list({ id, first: 1 })).nodes : [];
    if (!person) throw missing('person_missing');
    return person;
  }

  @Query(() => HeldTokenConnection, { description: 'API tokens of everybody, newest first.' })
  async heldTokens(
    @Args('words', { type: () => String, nullable: true, description: 'Part of its name or of its owner\u2019s.' })
    words: string | undefined,
    @Args() page: SortedPageArgs,
  ): Promise<HeldTokenConnection> {
    return connection(await this.file.tokens({ words, ...readInput(SortedPageArgs, page) }));
  }

  @Mutation(() => Boolean, { description: 'Revokes an API token of anybody.' })
  async revokeHeldToken(
    @Args('id', { type: () => ID }) id: string,
    @Args('reason', { type: () => String, nullable: true, description: 'Why; kept in the audit.' }) reason?: string,
  ): Promise<boolean> {
    if (!isId(id)) throw missing('token_missing');
    await this.tokens.revoke(id, reason);
    return true;
  }

  @ResolveField(() => [Session], { description: 'Where they are signed in; for whoever may end it.' })
  sessions(@Parent() person: ManagedPerson): Promise<Session[]> {
    return this.file.sessions(person.id);
  }

  @ResolveField(() => [SignInAttempt], { description: 'Last attempts to sign in.' })
  signIns(@Parent() person: ManagedPerson): Promise<SignInAttempt[]> {
    return this.file.signIns(person.id);
  }

  @ResolveField(() => DateTime, {
    nullable: true,
    description: 'Since when they have a second factor; nothing where they have none.',
  })
  secondFactorSince(@Parent() person: ManagedPerson): Promise<Date | null> {
    return this.file.secondFactorSince(person.id);
  }

  @ResolveField(() => [Consent], { description: 'What they agreed to.' })
  agreements(@Parent() person: ManagedPerson): Promise<Consent[]> {
    return this.file.consents(person.id);
  }
}
