import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { connection, invalid, isId, missing, readInput, SortedPageArgs } from '@madang/kernel';
import { BanInput, ErasePersonInput, InviteInput, PersonDecisionInput, SetRoleInput } from '../people.inputs.js';
import { ManagedPersonConnection } from '../people.types.js';
import { Staff } from './staff.service.js';

const done = async (work: Promise<unknown>): Promise<boolean> => (await work, true);

@Resolver()
export class StaffResolver {
  constructor(private readonly staff: Staff) {}

  @Query(() => ManagedPersonConnection, { description: 'People of the site, newest first; for administrators.' })
  async people(
    @Args('words', { type: () => String, nullable: true, description: 'Part of a name, or a whole address.' })
    words: string | undefined,
    @Args('state', { type: () => String, nullable: true, description: 'active, waiting, banned or closed.' })
    state: string | undefined,
    @Args('role', { type: () => String, nullable: true, description: 'member, organiser, officer or administrator.' })
    role: string | undefined,
    @Args('roleId', { type: () => ID, nullable: true, description: 'Only who has this role of the site.' })
    roleId: string | undefined,
    @Args('space', { type: () => String, nullable: true, description: 'Only members of this space, by its slug.' })
    space: string | undefined,
    @Args('since', { type: () => String, nullable: true, description: 'Only who came on this day or later.' })
    since: string | undefined,
    @Args() page: SortedPageArgs,
  ): Promise<ManagedPersonConnection> {
    if (since !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(since)) throw invalid('bad_choice');
    return connection(
      await this.staff.list({ words, state, role, roleId, space, since, ...readInput(SortedPageArgs, page) }),
    );
  }

  @Mutation(() => Boolean, { description: 'Gives a person a standing in the whole site.' })
  setRole(@Args('input') input: SetRoleInput): Promise<boolean> {
    return done(this.staff.setRole(input));
  }

  @Mutation(() => Boolean, { description: 'Shuts a person out, with a reason.' })
  banPerson(@Args('input') input: BanInput): Promise<boolean> {
    return done(this.staff.ban(input));
  }

  @Mutation(() => Boolean, { description: 'Lets a person in again.' })
  unbanPerson(@Args('input') input: PersonDecisionInput): Promise<boolean> {
    return done(this.staff.unban(input));
  }

  @Mutation(() => Boolean, { description: 'Removes who a person was, at their request. Cannot be undone.' })
  erasePerson(@Args('input') input: ErasePersonInput): Promise<boolean> {
    return done(this.staff.erase(input));
  }

  @Mutation(() => Int, { description: 'Lets people in whose accounts wait for approval; gives how many.' })
  approvePeople(@Args('ids', { type: () => [ID] }) ids: string[]): Promise<number> {
    if (ids.length > 100 || !ids.every(isId)) throw missing('person_missing');
    return this.staff.approve(ids);
  }

  @Mutation(() => Int, { description: 'Ends every session of a person; gives how many.' })
  signOutPerson(@Args('input') input: PersonDecisionInput): Promise<number> {
    return this.staff.signOut(input);
  }

  @Mutation(() => Boolean, { description: 'Invites somebody by mail.' })
  invitePerson(@Args('input') input: InviteInput): Promise<boolean> {
    return done(this.staff.invite(input));
  }
}
