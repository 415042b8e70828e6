import { packRules } from '@casl/ability/extra';
import { Args, ArgsType, Field, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { IsOptional, MaxLength } from 'class-validator';
import { connection, readInput, SortedPageArgs } from '@madang/kernel';
import { viewerRules } from './operator-access.js';
import { operatorContext } from './operator-context.js';
import { OperatorInviteInput, OperatorRoleInput, OperatorSetUpInput, OperatorSignInInput } from './operator-inputs.js';
import { Enrolment, Operator, OperatorSession, OperatorViewer, PlatformActConnection } from './operator-types.js';
import { Operators } from './operators.service.js';
import { OperatorSignIn } from './sign-in.service.js';

const done = async (work: Promise<unknown>): Promise<boolean> => (await work, true);

@ArgsType()
class LogArgs extends SortedPageArgs {
  @Field(() => String, { nullable: true, description: 'An act, or the part before its dot.' })
  @IsOptional()
  @MaxLength(80)
  act?: string;

  @Field(() => String, { nullable: true, description: 'Only what was done to this tenant.' })
  @IsOptional()
  @MaxLength(40)
  slug?: string;

  @Field(() => ID, { nullable: true, description: 'Only what this operator did.' })
  @IsOptional()
  @MaxLength(40)
  actor?: string;
}

@ArgsType()
class OperatorsArgs {
  @Field(() => String, { nullable: true, description: 'Part of the name or the address.' })
  @IsOptional()
  @MaxLength(100)
  words?: string;

  @Field(() => String, { nullable: true, description: 'Column to order by; `-column` for the largest first.' })
  @IsOptional()
  @MaxLength(40)
  sort?: string;
}

@Resolver()
export class OperatorSignInResolver {
  constructor(private readonly signing: OperatorSignIn) {}

  @Query(() => OperatorViewer, { description: 'Whoever looks.' })
  viewer(): OperatorViewer {
    return viewer();
  }

  @Query(() => String, { description: 'Address an invitation was sent to, by the secret of its link.' })
  async invitation(
    @Args('token', { type: () => String, description: 'Secret of the link.' }) token: string,
  ): Promise<string> {
    return (await this.signing.invitation(token.slice(0, 200))).email;
  }

  @Mutation(() => OperatorViewer, { description: 'The first factor: address and password.' })
  async signIn(@Args('input') raw: OperatorSignInInput): Promise<OperatorViewer> {
    const input = readInput(OperatorSignInInput, raw);
    await this.signing.signIn(input.email, input.password);
    return viewer();
  }

  @Mutation(() => OperatorViewer, { description: 'The second factor: a code of the authenticator app.' })
  async secondFactor(
    @Args('code', { type: () => String, description: 'Six digits.' }) code: string,
  ): Promise<OperatorViewer> {
    await this.signing.secondFactor(code.slice(0, 20));
    return viewer();
  }

  @Mutation(() => Int, { description: 'A recovery code instead of the second factor; tells how many are left.' })
  useRecoveryCode(@Args('code', { type: () => String, description: 'One of the ten.' }) code: string): Promise<number> {
    return this.signing.useRecoveryCode(code.slice(0, 40));
  }

  @Mutation(() => Enrolment, { description: 'A seed for an authenticator app; the one before is void.' })
  beginEnrolment(): Promise<Enrolment> {
    return this.signing.beginEnrolment();
  }

  @Mutation(() => [String], { description: 'The first code of the app; gives ten recovery codes, shown this once.' })
  finishEnrolment(@Args('code', { type: () => String, description: 'Six digits.' }) code: string): Promise<string[]> {
    return this.signing.finishEnrolment(code.slice(0, 20));
  }

  @Mutation(() => OperatorViewer, { description: 'Takes up an invitation.' })
  async setUpOperator(@Args('input') raw: OperatorSetUpInput): Promise<OperatorViewer> {
    const input = readInput(OperatorSetUpInput, raw);
    await this.signing.setUp(input.token, input.name, input.password);
    return viewer();
  }

  @Mutation(() => Boolean, { description: 'Ends the session in use.' })
  signOut(): Promise<boolean> {
    return done(this.signing.signOut());
  }
}

@Resolver()
export class OperatorsResolver {
  constructor(private readonly all: Operators) {}

  @Query(() => [Operator], { description: 'Everybody who runs the installation.' })
  operators(@Args() args: OperatorsArgs): Promise<Operator[]> {
    return this.all.list(readInput(OperatorsArgs, args));
  }

  @Query(() => [OperatorSession], { description: 'My open sessions.' })
  mySessions(): Promise<OperatorSession[]> {
    return this.all.sessions();
  }

  @Query(() => PlatformActConnection, { description: 'What operators did, newest first.' })
  async log(@Args() args: LogArgs): Promise<PlatformActConnection> {
    return connection(await this.all.log(readInput(LogArgs, args)));
  }

  @Mutation(() => Boolean, { description: 'Invites an operator by mail.' })
  inviteOperator(@Args('input') raw: OperatorInviteInput): Promise<boolean> {
    const input = readInput(OperatorInviteInput, raw);
    return done(this.all.invite(input.email, input.name, input.role));
  }

  @Mutation(() => Operator, { description: 'Gives an operator another role.' })
  setOperatorRole(@Args('input') raw: OperatorRoleInput): Promise<Operator> {
    const input = readInput(OperatorRoleInput, raw);
    return this.all.setRole(input.id, input.role, input.revision);
  }

  @Mutation(() => Operator, { description: 'Shuts an operator out; their sessions end at once.' })
  closeOperator(
    @Args('id', { type: () => ID, description: 'The operator.' }) id: string,
    @Args('revision', { type: () => Int, description: 'The revision that was looked at.' }) revision: number,
  ): Promise<Operator> {
    return this.all.close(id, revision);
  }

  @Mutation(() => Operator, { description: 'Takes a lost second factor away; the next sign-in sets up another.' })
  resetSecondFactor(
    @Args('id', { type: () => ID, description: 'The operator.' }) id: string,
    @Args('revision', { type: () => Int, description: 'The revision that was looked at.' }) revision: number,
  ): Promise<Operator> {
    return this.all.resetSecondFactor(id, revision);
  }

  @Mutation(() => Boolean, { description: 'Ends one of my sessions.' })
  endSession(@Args('id', { type: () => ID, description: 'The session.' }) id: string): Promise<boolean> {
    return done(this.all.endSession(id));
  }
}

function viewer(): OperatorViewer {
  const { operator, session } = operatorContext();
  return {
    stage: session?.stage ?? 'nobody',
    id: operator?.id ?? null,
    name: operator?.name ?? null,
    email: operator?.email ?? null,
    role: session?.stage === 'full' ? (operator?.role ?? null) : null,
    rules: JSON.stringify(packRules(viewerRules() as never)),
  };
}
