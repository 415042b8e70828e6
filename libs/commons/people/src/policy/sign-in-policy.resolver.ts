import { Args, Field, InputType, Int, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { ArrayMaxSize, IsBoolean, IsIn, IsInt, IsOptional, MaxLength } from 'class-validator';
import { demand, readInput } from '@madang/kernel';
import { SignInPolicy } from './sign-in-policy.js';

@ObjectType({ description: 'How people come in.' })
export class SignInRulesInfo {
  @Field(() => String, { description: 'Who may open an account: open, approval, domains or invitation.' })
  registration!: string;

  @Field(() => [String], { description: 'Domains of addresses that may, where that is the rule.' })
  domains!: string[];

  @Field(() => Boolean, { description: 'Whether passwords can be used beside links by mail.' })
  passwords!: boolean;

  @Field(() => Int, { description: 'Days a session lives after its last use.' })
  sessionDays!: number;

  @Field(() => Int, { nullable: true, description: 'Months after which an account nobody uses ends; nothing: never.' })
  idleMonths!: number | null;

  @Field(() => String, { description: 'Who needs a second factor: voluntary, or staff for everybody above member.' })
  secondFactor!: string;

  @Field(() => Int, { description: 'Give it back when saving; it moves with every change.' })
  revision!: number;
}

@InputType({ description: 'How people come in from now on.' })
export class SignInRulesInput {
  @Field(() => String, { description: 'open, approval, domains or invitation.' })
  @MaxLength(20)
  registration!: string;

  @Field(() => [String], { description: 'Domains, where that is the rule.' })
  @ArrayMaxSize(50)
  @MaxLength(200, { each: true })
  domains!: string[];

  @Field(() => Boolean, { description: 'Whether passwords can be used.' })
  @IsBoolean()
  passwords!: boolean;

  @Field(() => Int, { description: '1 to 90.' })
  @IsInt()
  sessionDays!: number;

  @Field(() => Int, { nullable: true, description: '6 to 60, or nothing.' })
  @IsOptional()
  @IsInt()
  idleMonths?: number | null;

  @Field(() => String, { nullable: true, description: 'voluntary or staff; as it is where absent.' })
  @IsOptional()
  @IsIn(['voluntary', 'staff'])
  secondFactor?: string;

  @Field(() => Int, { description: 'The revision that was read.' })
  @IsInt()
  revision!: number;
}

@Resolver()
export class SignInPolicyResolver {
  constructor(private readonly policy: SignInPolicy) {}

  @Query(() => SignInRulesInfo, { description: 'How people come in; for whoever decides about it.' })
  async signInRules(): Promise<SignInRulesInfo> {
    demand('decide', 'SignIn');
    const { rules, revision } = await this.policy.read();
    return { ...rules, revision };
  }

  @Mutation(() => Boolean, { description: 'Decides how people come in.' })
  async setSignInRules(@Args('input') input: SignInRulesInput): Promise<boolean> {
    const { revision, ...rules } = readInput(SignInRulesInput, input);
    const secondFactor = rules.secondFactor ?? (await this.policy.read()).rules.secondFactor;
    await this.policy.save({ ...rules, idleMonths: rules.idleMonths ?? null, secondFactor }, revision);
    return true;
  }
}
