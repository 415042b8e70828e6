import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { connection, context, PageArgs, readInput } from '@madang/kernel';
import { SiteWords } from '@madang/portal';
import { AnswersReader } from '@madang/commons-answers';
import { BulkActs, type BulkFailure, type BulkRow } from './bulk.service.js';
import { SaveDraftInput, SaveTemplateInput } from './drafts.inputs.js';
import { AnswerDrafts } from './drafts.service.js';
import { BulkInput, EntryInput, EntryPeopleInput } from './entries.inputs.js';
import { Entries } from './entries.service.js';
import { InputActs } from './input-acts.js';
import { InputFilter } from './inputs.filter.js';
import { InputsReader } from './inputs.reader.js';
import {
  AnswerTemplate,
  BulkAct,
  BulkForesight,
  EntryPerson,
  BulkProblem,
  InputActivity,
  InputConnection,
  InputDetail,
  InputQueues,
} from './inputs.types.js';
import { AnswerTemplates } from './templates.service.js';

@Resolver()
export class InputsResolver {
  constructor(
    private readonly reader: InputsReader,
    private readonly drafts: AnswerDrafts,
    private readonly answers: AnswersReader,
    private readonly templates: AnswerTemplates,
    private readonly entries: Entries,
    private readonly bulk: BulkActs,
    private readonly acts: InputActs,
    private readonly words: SiteWords,
  ) {}

  @Query(() => InputConnection, {
    description: 'Everything people made, whichever method it belongs to. For staff and organisers.',
  })
  async inputs(
    @Args('filter', { type: () => InputFilter, nullable: true }) filter: InputFilter | undefined,
    @Args() page: PageArgs,
  ): Promise<InputConnection> {
    const { first, after } = readInput(PageArgs, page);
    return connection(await this.reader.table(readInput(InputFilter, filter ?? {}), first, after));
  }

  @Query(() => InputDetail, { description: 'An input with everything the office needs to work on it.' })
  input(@Args('id', { type: () => ID }) id: string): Promise<InputDetail> {
    return this.whole(id);
  }

  @Query(() => InputQueues, { description: 'How much stands in each of my queues.' })
  async inputQueues(): Promise<InputQueues> {
    return (await this.reader.queues()) as unknown as InputQueues;
  }

  @Query(() => [InputActivity], { description: 'Activities of the site, to filter by and to enter into. At most 500.' })
  async inputActivities(): Promise<InputActivity[]> {
    const rows = await this.reader.activities();
    return rows.map((row) => ({
      ...row,
      entries: this.acts.takesEntries(row.method),
      moves: [...this.acts.movesOf(row.method)],
    }));
  }

  @Query(() => [EntryPerson], {
    description:
      'People with an account whose name has these words, to enter something for one of them; at most twelve.',
  })
  entryPeople(@Args('input') input: EntryPeopleInput): Promise<EntryPerson[]> {
    return this.entries.people(input);
  }

  @Query(() => [AnswerTemplate], { description: 'Texts to begin an answer with.' })
  answerTemplates(): Promise<AnswerTemplate[]> {
    return this.templates.list();
  }

  @Query(() => BulkAct, { description: 'How far an act on many items has come.' })
  async bulkAct(@Args('id', { type: () => ID }) id: string): Promise<BulkAct> {
    return this.said(await this.bulk.find(id));
  }

  @Query(() => [BulkAct], { description: 'Acts on many items of late, newest first; at most 50.' })
  async bulkActs(): Promise<BulkAct[]> {
    return Promise.all((await this.bulk.recent()).map((row) => this.said(row)));
  }

  @Mutation(() => Int, { description: 'Keeps an answer as far as it is written; gives the new revision.' })
  saveAnswerDraft(@Args('input') input: SaveDraftInput): Promise<number> {
    return this.drafts.save(input);
  }

  @Mutation(() => InputDetail, { description: 'Hands an answer to whoever approves it.' })
  async submitAnswerDraft(
    @Args('subjectId', { type: () => ID }) subjectId: string,
    @Args('revision', { type: () => Int }) revision: number,
  ): Promise<InputDetail> {
    await this.drafts.submit(subjectId, revision);
    return this.whole(subjectId);
  }

  @Mutation(() => InputDetail, { description: 'Gives an answer back, saying what should change.' })
  async returnAnswerDraft(
    @Args('subjectId', { type: () => ID }) subjectId: string,
    @Args('revision', { type: () => Int }) revision: number,
    @Args('note') note: string,
  ): Promise<InputDetail> {
    await this.drafts.giveBack(subjectId, revision, note);
    return this.whole(subjectId);
  }

  @Mutation(() => InputDetail, { description: 'Publishes an answer.' })
  async publishAnswerDraft(
    @Args('subjectId', { type: () => ID }) subjectId: string,
    @Args('revision', { type: () => Int }) revision: number,
  ): Promise<InputDetail> {
    await this.drafts.publish(subjectId, revision);
    return this.whole(subjectId);
  }

  @Mutation(() => ID, { description: 'Makes a text to begin answers with, or changes one.' })
  saveAnswerTemplate(@Args('input') input: SaveTemplateInput): Promise<string> {
    return this.templates.save(input);
  }

  @Mutation(() => Boolean, { description: 'Throws a text to begin answers with away.' })
  async removeAnswerTemplate(@Args('id', { type: () => ID }) id: string): Promise<boolean> {
    await this.templates.remove(id);
    return true;
  }

  @Mutation(() => ID, { description: 'Enters what came on paper, by telephone or at the counter; gives its id.' })
  enterInput(@Args('input') input: EntryInput): Promise<string> {
    return this.entries.enter(input);
  }

  @Mutation(() => BulkForesight, { description: 'Says what an act on many items would do. Changes nothing.' })
  async foreseeBulk(@Args('input') input: BulkInput): Promise<BulkForesight> {
    const { able, failures, notices } = await this.bulk.preview(input);
    return { able, notices, failures: await this.reasons(failures) };
  }

  @Mutation(() => ID, { description: 'Does one act to many items; gives its id, whose progress `bulkAct` tells.' })
  runBulk(@Args('input') input: BulkInput): Promise<string> {
    return this.bulk.run(input);
  }

  private async whole(id: string): Promise<InputDetail> {
    const row = await this.reader.one(id);
    const { write, approve, needsApproval } = await this.drafts.standing(id);
    return {
      ...row,
      acts: [...this.acts.actsOf(row.kind)],
      events: await this.reader.events(id),
      answerDraft: await this.drafts.find(id),
      answer: (await this.answers.outcome(id)).answer,
      mayAnswer: write,
      mayApprove: approve,
      needsApproval,
    };
  }

  private async said(row: BulkRow): Promise<BulkAct> {
    return { ...row, failures: await this.reasons(row.failures) };
  }

  private async reasons(failures: readonly BulkFailure[]): Promise<BulkProblem[]> {
    const words = await this.words.in(context().locale);
    return failures.map(({ id, title, code }) => {
      const key = `errors.${code}`;
      return { id, title, reason: words.has(key) ? words.t(key) : code };
    });
  }
}
