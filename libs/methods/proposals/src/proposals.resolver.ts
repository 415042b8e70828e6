import { Args, ID, Info, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import {
  connection,
  decodeCursor,
  demand,
  invalid,
  PageArgs,
  readInput,
  readSettings,
  selectedFields,
  slice,
} from '@madang/kernel';
import { AnswerInput, AnswersReader, AssignInput, ProgressInput } from '@madang/commons-answers';
import { HistoryReader, readSupporterKey, supporterKey, TakingPart, type Counted } from '@madang/commons-subjects';
import { Office } from './office.service.js';
import { EditProposalInput, ProposalFilter, SubmitProposalInput } from './proposals.inputs.js';
import { ProposalsReader } from './proposals.reader.js';
import { Proposals } from './proposals.service.js';
import { proposalsSettings } from './proposals.settings.js';
import {
  Proposal,
  ProposalConnection,
  ProposalDetail,
  SupporterConnection,
  TakingPartResult,
} from './proposals.types.js';

@Resolver()
export class ProposalsResolver {
  constructor(
    private readonly reader: ProposalsReader,
    private readonly proposals: Proposals,
    private readonly office: Office,
    private readonly answers: AnswersReader,
    private readonly history: HistoryReader,
    private readonly part: TakingPart,
  ) {}

  @Query(() => ProposalConnection, { name: 'proposals', description: 'Proposals, filtered and sorted.' })
  async list(
    @Args('filter', { type: () => ProposalFilter, nullable: true }) filter: ProposalFilter | undefined,
    @Args() page: PageArgs,
  ): Promise<ProposalConnection> {
    const { first, after } = readInput(PageArgs, page);
    return connection(await this.reader.list(readInput(ProposalFilter, filter ?? {}), first, after));
  }

  @Query(() => ProposalDetail, { name: 'proposal', description: 'A proposal by its space and number.' })
  async one(
    @Args('space') space: string,
    @Args('number', { type: () => Int }) number: number,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ProposalDetail> {
    return this.whole(await this.reader.detail({ space, number }), selectedFields(info));
  }

  @Query(() => [Proposal], {
    description: 'What waits for me as somebody in charge: to answer, then to assign. At most 200.',
  })
  officeQueue(): Promise<Proposal[]> {
    return this.office.queue();
  }

  @Query(() => SupporterConnection, { description: 'Who supports a proposal, newest first.' })
  async supporters(@Args('id', { type: () => ID }) id: string, @Args() page: PageArgs): Promise<SupporterConnection> {
    const { settings } = await this.reader.detail({ id });
    const { first, after } = readInput(PageArgs, page);
    const [at, skip] = after ? decodeCursor(after, 2) : [];
    const before = after ? readSupporterKey(at, skip) : null;
    if (before === undefined) throw invalid('bad_cursor');
    if (!readSettings(proposalsSettings, settings).showSupporters) return connection(slice([], first, () => []));
    const people = await this.history.supporters(id, before, first + 1);
    return connection(
      slice(people, first, (row) => {
        const key = supporterKey(people.slice(0, people.indexOf(row) + 1), before)!;
        return [key.at, key.skip];
      }),
    );
  }

  @Mutation(() => ProposalDetail, { description: 'Makes a proposal.' })
  async submitProposal(@Args('input') input: SubmitProposalInput): Promise<ProposalDetail> {
    return this.whole(await this.reader.detail({ id: (await this.proposals.submit(input)).id }));
  }

  @Mutation(() => ProposalDetail, { description: 'Changes my proposal while it collects support.' })
  async editProposal(@Args('input') input: EditProposalInput): Promise<ProposalDetail> {
    await this.proposals.edit(input);
    return this.whole(await this.reader.detail({ id: input.id }));
  }

  @Mutation(() => ProposalDetail, { description: 'Takes my proposal back while nobody else has joined it.' })
  async withdrawProposal(
    @Args('id', { type: () => ID }) id: string,
    @Args('reason', { type: () => String, defaultValue: '' }) reason: string,
  ): Promise<ProposalDetail> {
    await this.proposals.withdraw(id, reason);
    return this.whole(await this.reader.detail({ id }));
  }

  @Mutation(() => TakingPartResult, { description: 'Supports a proposal by name, or takes it back.' })
  async supportProposal(
    @Args('id', { type: () => ID }) id: string,
    @Args('on', { defaultValue: true }) on: boolean,
    @Args('nameHidden', { defaultValue: false }) nameHidden: boolean,
    @Info() info: GraphQLResolveInfo,
  ): Promise<TakingPartResult> {
    const act = this.proposals.support(id, on, { nameHidden });
    return this.standingAfter(id, act, info, ({ count }) => ({ id, supports: count, supported: on }));
  }

  @Mutation(() => TakingPartResult, { description: 'Relates to a proposal, or takes that back.' })
  async relateToProposal(
    @Args('id', { type: () => ID }) id: string,
    @Args('on', { defaultValue: true }) on: boolean,
    @Info() info: GraphQLResolveInfo,
  ): Promise<TakingPartResult> {
    const act = this.proposals.relate(id, on);
    return this.standingAfter(id, act, info, ({ count }) => ({ id, relates: count, related: on }));
  }

  @Mutation(() => ProposalDetail, { description: 'Follows a proposal, or stops.' })
  async followProposal(
    @Args('id', { type: () => ID }) id: string,
    @Args('on', { defaultValue: true }) on: boolean,
  ): Promise<ProposalDetail> {
    demand('follow', 'Proposal');
    if (on) await this.part.follow(id);
    else await this.part.unfollow(id);
    return this.whole(await this.reader.detail({ id }));
  }

  @Mutation(() => ProposalDetail, { description: 'Puts somebody in charge of the answer.' })
  async assignProposal(@Args('input') input: AssignInput): Promise<ProposalDetail> {
    await this.office.assign(input);
    return this.whole(await this.reader.detail({ id: input.subjectId }));
  }

  @Mutation(() => ProposalDetail, { description: 'Publishes or changes the official answer.' })
  async answerProposal(@Args('input') input: AnswerInput): Promise<ProposalDetail> {
    await this.office.answer(input);
    return this.whole(await this.reader.detail({ id: input.subjectId }));
  }

  @Mutation(() => ProposalDetail, { description: 'Reports on the carrying out.' })
  async reportProgress(@Args('input') input: ProgressInput): Promise<ProposalDetail> {
    await this.office.report(input);
    return this.whole(await this.reader.detail({ id: input.subjectId }));
  }

  @Mutation(() => ProposalDetail, { description: 'Lifts a proposal that missed its threshold, with a public reason.' })
  async liftProposal(
    @Args('id', { type: () => ID }) id: string,
    @Args('reason') reason: string,
  ): Promise<ProposalDetail> {
    await this.proposals.lift(id, reason);
    return this.whole(await this.reader.detail({ id }));
  }

  @Mutation(() => Boolean, { description: 'Hides a proposal with a reason, or shows it again.' })
  async hideProposal(
    @Args('id', { type: () => ID }) id: string,
    @Args('hidden') hidden: boolean,
    @Args('reason') reason: string,
  ): Promise<boolean> {
    await this.proposals.hide(id, hidden, reason);
    return true;
  }

  /**
   * Counts and my part after an act: what the act itself tells, when nothing else was asked for; otherwise asked right behind it
   * on the same connection, so that both travel together.
   */
  private async standingAfter(
    id: string,
    act: Promise<Counted>,
    info: GraphQLResolveInfo,
    told: (done: Counted) => Partial<TakingPartResult>,
  ): Promise<TakingPartResult> {
    const tells = ['__typename', ...Object.keys(told({ changed: true, count: 0 }))];
    if ([...selectedFields(info)].every((field) => tells.includes(field))) return told(await act) as TakingPartResult;
    const standing = this.reader.standing(id);
    standing.catch(() => undefined); // why the act failed says more
    await act;
    return standing;
  }

  /** A proposal with its outcome and history; only those that were asked for, where that is known. */
  private async whole(
    detail: Awaited<ReturnType<ProposalsReader['detail']>>,
    wanted?: ReadonlySet<string>,
  ): Promise<ProposalDetail> {
    const wants = (...names: string[]): boolean => !wanted || names.some((name) => wanted.has(name));
    const [outcome, history] = await Promise.all([
      wants('assignment', 'answer', 'progress')
        ? this.answers.outcome(detail.id)
        : { assignment: null, answer: null, progress: [] },
      wants('history') ? this.history.of(detail.id) : [],
    ]);
    return { ...detail, ...outcome, history };
  }
}
