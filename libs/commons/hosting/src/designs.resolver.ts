import { Args, ArgsType, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { IsOptional, MaxLength } from 'class-validator';
import { connection, connectionOf, DateTime, inLanguage, PageArgs, readInput } from '@madang/kernel';
import { SharedDesigns } from './designs.service.js';

@ObjectType({
  description: 'A design of a process that an organisation shares: structure and settings, nobody’s words.',
})
export class SharedDesign {
  @Field(() => ID, { description: 'Stable id.' })
  id!: string;

  @Field(() => String, { description: 'Title in the reader’s language.' })
  title!: string;

  @Field(() => String, { description: 'What it is good for, in the reader’s language.' })
  summary!: string;

  @Field(() => String, { description: 'Organisation that shares it.' })
  from!: string;

  @Field(() => Int, { description: 'How often it was copied.' })
  copies!: number;

  @Field(() => DateTime, { description: 'When it was shared.' })
  publishedAt!: Date;

  @Field(() => Boolean, { description: 'Whether this site shares it.' })
  mine!: boolean;

  @Field(() => ID, { nullable: true, description: 'The process it was made of, where it is this site’s.' })
  processId!: string | null;
}

@ObjectType({ description: 'A page of designs.' })
export class SharedDesignConnection extends connectionOf(SharedDesign, 'SharedDesign') {}

@ArgsType()
class SharedDesignArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Part of title or summary.' })
  @IsOptional()
  @MaxLength(100)
  words?: string;
}

@Resolver()
export class DesignsResolver {
  constructor(private readonly designs: SharedDesigns) {}

  @Query(() => SharedDesignConnection, { description: 'Designs that organisations share, newest first.' })
  async sharedDesigns(@Args() args: SharedDesignArgs): Promise<SharedDesignConnection> {
    const rows = await this.designs.list(readInput(SharedDesignArgs, args));
    return connection({
      ...rows,
      nodes: rows.nodes.map(({ title, summary, from, sourceId, ...row }) => ({
        ...row,
        title: inLanguage(title),
        summary: inLanguage(summary),
        from: inLanguage(from),
        processId: sourceId,
      })),
    });
  }

  @Mutation(() => Boolean, { description: 'Shares the design of a process with all organisations here.' })
  async shareProcess(
    @Args('id', { type: () => ID, description: 'The process.' }) id: string,
    @Args('summary', { type: () => String, description: 'What it is good for.' }) summary: string,
  ): Promise<boolean> {
    await this.designs.share(id, summary);
    return true;
  }

  @Mutation(() => Boolean, { description: 'Takes the design of a process off the shelf.' })
  async unshareProcess(@Args('id', { type: () => ID, description: 'The process.' }) id: string): Promise<boolean> {
    await this.designs.unshare(id);
    return true;
  }

  @Mutation(() => ID, { description: 'Makes a draft of a shared design; gives the id of the process.' })
  copySharedDesign(
    @Args('id', { type: () => ID, description: 'The design.' }) id: string,
    @Args('space', { type: () => String, description: 'Slug of the space.' }) space: string,
  ): Promise<string> {
    return this.designs.copy(id, space);
  }
}
