import { Args, Field, ID, InputType, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { IsIn, IsOptional, MaxLength } from 'class-validator';
import { connection, demand, Json, readInput, SortedPageArgs } from '@madang/kernel';
import { Activities } from './activities.service.js';
import { DesignReader } from './design.reader.js';
import { Designs } from './designs.service.js';
import { Methods } from './methods.service.js';
import { Previews } from './previews.service.js';
import {
  CreateProcessInput,
  DuplicateProcessInput,
  EditProcessInput,
  OrderActivitiesInput,
  PreviewLinkInput,
  ProcessFromDesignInput,
  ProcessStepInput,
  SaveActivityInput,
  SavePhasesInput,
  SaveWindowsInput,
} from './processes.inputs.js';
import { Processes } from './processes.service.js';
import {
  ListedProcessConnection,
  ManagedProcess,
  MethodInfo,
  PreviewLink,
  PreviewLinkEntry,
  ProcessTemplateInfo,
} from './processes.types.js';
import { Publishing } from './publishing.service.js';
import { SeenByResidents } from './seen.service.js';
import { PROCESS_TEMPLATES } from './templates/index.js';
import { timelineWarnings } from './timeline.js';

@InputType({ description: 'Which processes a list shows.' })
export class ProcessFilter {
  @Field(() => String, { nullable: true, description: 'draft, open or closed.' })
  @IsOptional()
  @IsIn(['draft', 'open', 'closed'])
  state?: string;

  @Field(() => String, { nullable: true, description: 'Slug of a space.' })
  @IsOptional()
  @MaxLength(61)
  space?: string;

  @Field(() => String, { nullable: true, description: 'Words of the title.' })
  @IsOptional()
  @MaxLength(100)
  words?: string;
}

@Resolver()
export class ProcessesResolver {
  constructor(
    private readonly reader: DesignReader,
    private readonly processes: Processes,
    private readonly activities: Activities,
    private readonly publishing: Publishing,
    private readonly designs: Designs,
    private readonly previews: Previews,
    private readonly seen: SeenByResidents,
    private readonly known: Methods,
  ) {}

  @Query(() => ListedProcessConnection, {
    description: 'Processes in every state, newest first. For organisers and administrators.',
  })
  async manageProcesses(
    @Args('filter', { type: () => ProcessFilter, nullable: true }) filter: ProcessFilter | undefined,
    @Args() page: SortedPageArgs,
  ): Promise<ListedProcessConnection> {
    const { first, after, sort } = readInput(SortedPageArgs, page);
    return connection(await this.reader.list({ ...readInput(ProcessFilter, filter ?? {}), sort }, first, after));
  }

  @Query(() => ManagedProcess, { description: 'A process with everything that can be designed about it.' })
  manageProcess(@Args('id', { type: () => ID }) id: string): Promise<ManagedProcess> {
    return this.whole(id);
  }

  @Query(() => [MethodInfo], { description: 'The ways to take part that this software has.' })
  methods(): Promise<MethodInfo[]> {
    return this.known.list();
  }

  @Query(() => [ProcessTemplateInfo], { description: 'Designs that come with the software.' })
  processTemplates(): ProcessTemplateInfo[] {
    demand('design', 'Process');
    return PROCESS_TEMPLATES.map((one) => ({ ...one, title: one.design.title }));
  }

  @Query(() => Json, { description: 'A process as a design: structure and settings, no people, no inputs.' })
  processDesign(@Args('id', { type: () => ID }) id: string): Promise<object> {
    return this.designs.design(id);
  }

  @Query(() => [PreviewLinkEntry], { description: 'Links that show a draft and still work.' })
  previewLinks(@Args('processId', { type: () => ID }) processId: string): Promise<PreviewLinkEntry[]> {
    return this.previews.list(processId);
  }

  @Mutation(() => ManagedProcess, { description: 'Makes a draft of a process.' })
  async createProcess(@Args('input') input: CreateProcessInput): Promise<ManagedProcess> {
    return this.whole(await this.processes.create(input));
  }

  @Mutation(() => ManagedProcess, { description: 'Makes a draft from a design, brought along or built in.' })
  async createProcessFromDesign(@Args('input') input: ProcessFromDesignInput): Promise<ManagedProcess> {
    return this.whole(await this.designs.create(input));
  }

  @Mutation(() => ManagedProcess, { description: 'Copies a process, with its days moved, as a draft.' })
  async duplicateProcess(@Args('input') input: DuplicateProcessInput): Promise<ManagedProcess> {
    return this.whole(await this.designs.duplicate(input));
  }

  @Mutation(() => ManagedProcess, { description: 'Changes the texts of a process.' })
  async editProcess(@Args('input') input: EditProcessInput): Promise<ManagedProcess> {
    await this.processes.edit(input);
    return this.whole(input.id);
  }

  @Mutation(() => ManagedProcess, { description: 'Replaces the phases of a process.' })
  async savePhases(@Args('input') input: SavePhasesInput): Promise<ManagedProcess> {
    await this.processes.savePhases(input);
    return this.whole(input.processId);
  }

  @Mutation(() => ManagedProcess, { description: 'Replaces the grid of a process: what is open where and when.' })
  async saveWindows(@Args('input') input: SaveWindowsInput): Promise<ManagedProcess> {
    await this.activities.saveWindows(input);
    return this.whole(input.processId);
  }

  @Mutation(() => ID, { description: 'Makes an activity or changes one.' })
  saveActivity(@Args('input') input: SaveActivityInput): Promise<string> {
    return this.activities.save(input);
  }

  @Mutation(() => Boolean, { description: 'Removes an activity nobody has put anything into.' })
  async removeActivity(@Args('id', { type: () => ID }) id: string): Promise<boolean> {
    await this.activities.remove(id);
    return true;
  }

  @Mutation(() => ManagedProcess, { description: 'Puts the activities of a process into an order.' })
  async orderActivities(@Args('input') input: OrderActivitiesInput): Promise<ManagedProcess> {
    await this.activities.order(input);
    return this.whole(input.processId);
  }

  @Mutation(() => ManagedProcess, { description: 'Makes a draft public now.' })
  async publishProcess(@Args('input') input: ProcessStepInput): Promise<ManagedProcess> {
    await this.publishing.publish(input);
    return this.whole(input.id);
  }

  @Mutation(() => ManagedProcess, {
    description: 'Plans the moment a draft goes public; without a moment, takes the plan back.',
  })
  async scheduleProcess(@Args('input') input: ProcessStepInput): Promise<ManagedProcess> {
    await this.publishing.schedule(input);
    return this.whole(input.id);
  }

  @Mutation(() => ManagedProcess, {
    description: 'Takes a public process back to a draft while nobody has put anything into it.',
  })
  async withdrawProcess(@Args('input') input: ProcessStepInput): Promise<ManagedProcess> {
    await this.publishing.withdraw(input);
    return this.whole(input.id);
  }

  @Mutation(() => ManagedProcess, { description: 'Ends a process, with a reason.' })
  async closeProcess(@Args('input') input: ProcessStepInput): Promise<ManagedProcess> {
    await this.publishing.close(input);
    return this.whole(input.id);
  }

  @Mutation(() => ManagedProcess, { description: 'Opens an ended process again, with a reason.' })
  async reopenProcess(@Args('input') input: ProcessStepInput): Promise<ManagedProcess> {
    await this.publishing.reopen(input);
    return this.whole(input.id);
  }

  @Mutation(() => Boolean, { description: 'Throws a draft away that nobody has put anything into.' })
  async removeProcess(
    @Args('id', { type: () => ID }) id: string,
    @Args('revision', { type: () => Int }) revision: number,
  ): Promise<boolean> {
    await this.processes.remove(id, revision);
    return true;
  }

  @Mutation(() => PreviewLink, { description: 'Makes a link that shows a process without an account.' })
  makePreviewLink(@Args('input') input: PreviewLinkInput): Promise<PreviewLink> {
    return this.previews.make(input);
  }

  @Mutation(() => Int, { description: 'Ends all links that show a process; gives how many worked.' })
  revokePreviewLinks(@Args('processId', { type: () => ID }) processId: string): Promise<number> {
    return this.previews.revoke(processId);
  }

  private async whole(id: string): Promise<ManagedProcess> {
    const process = await this.reader.one(id);
    const blockers = process.state === 'draft' ? await this.publishing.blockers(id) : [];
    return { ...process, blockers, warnings: timelineWarnings(process.phases), seen: await this.seen.of(process) };
  }
}
