import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { readInput } from '@madang/kernel';
import { PersonDecisionInput } from '../people.inputs.js';
import type { Origin } from '../sessions.service.js';
import { SecondFactorAnswer, SecondFactorSeed, SecondFactorState } from './factor.types.js';
import { SecondFactor } from './second-factor.service.js';

/** Where an operation came from, as the server puts it into its context. */
interface Asking {
  address?: string;
  userAgent?: string;
}

const originOf = ({ address = '', userAgent = '' }: Asking): Origin => ({ address, userAgent });

/** My second factor; each needs a session, tokens have no part in it. */
@Resolver()
export class FactorResolver {
  constructor(private readonly factor: SecondFactor) {}

  @Query(() => SecondFactorState, {
    description: 'My second factor; also for a session that has yet to prove one, or to set one up.',
  })
  secondFactor(): Promise<SecondFactorState> {
    return this.factor.state();
  }

  @Mutation(() => SecondFactorSeed, { description: 'Begins to set up a second factor; what was begun before is void.' })
  beginSecondFactor(): Promise<SecondFactorSeed> {
    return this.factor.begin();
  }

  @Mutation(() => SecondFactorAnswer, { description: 'Ends setting it up with a first code of the app.' })
  finishSecondFactor(@Args('code') code: string, @Context() asking: Asking): Promise<SecondFactorAnswer> {
    return this.factor.finish(code, originOf(asking));
  }

  @Mutation(() => SecondFactorAnswer, {
    description: 'Ends signing in, with a code of the app or a recovery code, for a session that owes one.',
  })
  async passSecondFactor(@Args('code') code: string, @Context() asking: Asking): Promise<SecondFactorAnswer> {
    return this.factor.pass(code, originOf(asking), false);
  }

  @Mutation(() => SecondFactorAnswer, { description: 'Makes new recovery codes; the old ones are void.' })
  renewRecoveryCodes(@Args('code') code: string, @Context() asking: Asking): Promise<SecondFactorAnswer> {
    return this.factor.renewCodes(code, originOf(asking));
  }

  @Mutation(() => SecondFactorAnswer, {
    description: 'Gives my second factor up, where the site does not ask for one.',
  })
  removeSecondFactor(@Args('code') code: string, @Context() asking: Asking): Promise<SecondFactorAnswer> {
    return this.factor.remove(code, originOf(asking));
  }

  @Mutation(() => Boolean, {
    description: 'Takes off the second factor of somebody who lost it, ends their sessions and tells them.',
  })
  async resetSecondFactor(@Args('input') raw: PersonDecisionInput): Promise<boolean> {
    await this.factor.reset(readInput(PersonDecisionInput, raw));
    return true;
  }
}
