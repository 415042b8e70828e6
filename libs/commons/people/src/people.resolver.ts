import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { isId } from '@madang/kernel';
import { MyAccount } from './account.service.js';
import { Closing } from './closing.service.js';
import { ApiTokenInput, CloseAccountInput, ProfileInput, RegisterInput, SignInLinkInput } from './people.inputs.js';
import { PeopleReader } from './people.reader.js';
import { CreatedApiToken, Person } from './people.types.js';
import { Sessions } from './sessions.service.js';
import { SignIn } from './sign-in.service.js';

const done = async (work: Promise<unknown>): Promise<boolean> => (await work, true);

@Resolver()
export class PeopleResolver {
  constructor(
    private readonly people: PeopleReader,
    private readonly signIn: SignIn,
    private readonly account: MyAccount,
    private readonly sessions: Sessions,
    private readonly closing: Closing,
  ) {}

  @Query(() => Person, { nullable: true, description: 'A person; nothing for closed accounts.' })
  async person(@Args('id', { type: () => ID }) id: string): Promise<Person | null> {
    return isId(id) ? ((await this.people.profile(id)) ?? null) : null;
  }

  @Mutation(() => Boolean, {
    description:
      'Opens an account; a link sent by mail completes it. The answer does not tell whether the address is known.',
  })
  register(@Args('input') input: RegisterInput): Promise<boolean> {
    return done(this.signIn.register(input));
  }

  @Mutation(() => Boolean, {
    description: 'Sends a link to sign in. The answer does not tell whether the address is known.',
  })
  requestSignInLink(@Args('input') input: SignInLinkInput): Promise<boolean> {
    return done(this.signIn.requestLink(input));
  }

  @Mutation(() => Boolean, { description: 'Changes my name, words about me and language.' })
  updateProfile(@Args('input') input: ProfileInput): Promise<boolean> {
    return done(this.account.update(input));
  }

  @Mutation(() => Boolean, { description: 'Ends one of my sessions.' })
  revokeSession(@Args('id', { type: () => ID }) id: string): Promise<boolean> {
    return done(this.sessions.revoke(id));
  }

  @Mutation(() => Boolean, { description: 'Ends all my sessions but the one asking.' })
  revokeOtherSessions(): Promise<boolean> {
    return done(this.sessions.revokeOthers());
  }

  @Mutation(() => CreatedApiToken, { description: 'Makes an API token; needs a session, not a token.' })
  createApiToken(@Args('input') input: ApiTokenInput): Promise<CreatedApiToken> {
    return this.account.createToken(input);
  }

  @Mutation(() => Boolean, { description: 'Revokes an API token of mine.' })
  revokeApiToken(@Args('id', { type: () => ID }) id: string): Promise<boolean> {
    return done(this.account.revokeToken(id));
  }

  @Mutation(() => Boolean, { description: 'Closes my account; what I wrote stays without my name.' })
  closeAccount(@Args('input') input: CloseAccountInput): Promise<boolean> {
    return done(this.closing.close(input));
  }
}
