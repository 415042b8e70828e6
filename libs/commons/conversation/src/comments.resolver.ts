import { Args, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { connection, invalid, PageArgs, readInput } from '@madang/kernel';
import { CommentsReader, SORTS, type CommentSort } from './comments.reader.js';
import { Comments } from './comments.service.js';
import { CommentConnection, WriteCommentInput } from './comments.types.js';

@ObjectType({ description: 'What became of a comment.' })
export class CommentResult {
  @Field(() => ID, { description: 'The comment.' })
  id!: string;
}

@Resolver()
export class CommentsResolver {
  constructor(
    private readonly reader: CommentsReader,
    private readonly comments: Comments,
  ) {}

  @Query(() => CommentConnection, {
    name: 'comments',
    description: 'Threads of a subject; `first` counts threads, answers come with them.',
  })
  async threads(
    @Args('subjectId', { type: () => ID }) subjectId: string,
    @Args('sort', { type: () => String, defaultValue: 'new', description: 'new, old or relates.' }) sort: string,
    @Args() page: PageArgs,
  ): Promise<CommentConnection> {
    if (!(SORTS as readonly string[]).includes(sort)) throw invalid('bad_sort');
    const { first, after } = readInput(PageArgs, page);
    return connection(await this.reader.threads(subjectId, sort as CommentSort, first, after));
  }

  @Mutation(() => CommentResult, { description: 'Writes a comment or an answer to one.' })
  async writeComment(@Args('input') input: WriteCommentInput): Promise<CommentResult> {
    return { id: await this.comments.write(input) };
  }

  @Mutation(() => CommentResult, { description: 'Changes my comment.' })
  async editComment(@Args('id', { type: () => ID }) id: string, @Args('body') body: string): Promise<CommentResult> {
    await this.comments.edit(id, body);
    return { id };
  }

  @Mutation(() => CommentResult, { description: 'Takes my comment back.' })
  async withdrawComment(@Args('id', { type: () => ID }) id: string): Promise<CommentResult> {
    await this.comments.withdraw(id);
    return { id };
  }

  @Mutation(() => CommentResult, { description: 'Hides a comment with a reason, or shows it again.' })
  async hideComment(
    @Args('id', { type: () => ID }) id: string,
    @Args('hidden') hidden: boolean,
    @Args('reason', { type: () => String, defaultValue: '' }) reason: string,
  ): Promise<CommentResult> {
    await this.comments.hide(id, hidden, reason);
    return { id };
  }

  @Mutation(() => Int, { description: 'Relates to a comment or takes that back; answers with the new count.' })
  relateToComment(
    @Args('id', { type: () => ID }) id: string,
    @Args('on', { defaultValue: true }) on: boolean,
  ): Promise<number> {
    return this.comments.relate(id, on);
  }
}
