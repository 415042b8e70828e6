import { Args, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { connection, readInput, SortedPageArgs } from '@madang/kernel';
import { PostFiles } from './post-files.js';
import { EditPostInput, WritePostInput } from './posts.inputs.js';
import { PostsReader } from './posts.reader.js';
import { Posts } from './posts.service.js';
import { PostBoard, PostConnection, PostDetail, PostFile } from './posts.types.js';

@Resolver(() => PostDetail)
export class PostsResolver {
  constructor(
    private readonly reader: PostsReader,
    private readonly service: Posts,
    private readonly attached: PostFiles,
  ) {}

  @ResolveField(() => [PostFile], { description: 'Documents under it, in order.' })
  files(@Parent() post: PostDetail): Promise<PostFile[]> {
    return this.attached.of(post.id);
  }

  @Query(() => PostConnection, {
    description: 'Posts of a board, pinned ones first; by title, comments or publishedAt where asked.',
  })
  async posts(
    @Args('space') space: string,
    @Args('board') board: string,
    @Args() page: SortedPageArgs,
  ): Promise<PostConnection> {
    const { first, after, sort } = readInput(SortedPageArgs, page);
    return connection(await this.reader.list(await this.reader.board(space, board), first, after, sort));
  }

  @Query(() => [PostBoard], { description: 'Boards I may write on, notice boards first; at most 200.' })
  writableBoards(): Promise<PostBoard[]> {
    return this.reader.boards();
  }

  @Query(() => PostDetail, { description: 'A post by its space and number.' })
  async post(@Args('space') space: string, @Args('number', { type: () => Int }) number: number): Promise<PostDetail> {
    return this.reader.detail({ space, number });
  }

  @Mutation(() => PostDetail, { description: 'Writes a post on a board.' })
  async writePost(@Args('input') input: WritePostInput): Promise<PostDetail> {
    return this.reader.detail({ id: (await this.service.write(input)).id });
  }

  @Mutation(() => PostDetail, { description: 'Changes a post.' })
  async editPost(@Args('input') input: EditPostInput): Promise<PostDetail> {
    await this.service.edit(input);
    return this.reader.detail({ id: input.id });
  }

  @Mutation(() => Boolean, { description: 'Takes a post out of sight with a reason, or shows it again.' })
  async hidePost(
    @Args('id', { type: () => ID }) id: string,
    @Args('hidden', { defaultValue: true }) hidden: boolean,
    @Args('reason') reason: string,
  ): Promise<boolean> {
    await this.service.hide(id, hidden, reason);
    return true;
  }

  @Mutation(() => PostDetail, { description: 'Keeps a post on top of its board, or lets it go.' })
  async pinPost(
    @Args('id', { type: () => ID }) id: string,
    @Args('pinned', { defaultValue: true }) pinned: boolean,
  ): Promise<PostDetail> {
    await this.service.pin(id, pinned);
    return this.reader.detail({ id });
  }
}
