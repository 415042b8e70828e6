import { Injectable } from '@nestjs/common';
import { inLanguage, may } from '@madang/kernel';
import { CommentsReader, SORTS, threadModel, type CommentSort } from '@madang/commons-conversation';
import { SpacesReader } from '@madang/commons-spaces';
import { field, Get, Post, redirect, view, type PageRequest, type Reply } from '@madang/portal';
import { PostFiles, sizeWords } from './post-files.js';
import { PostsReader, type Board, type PostRow } from './posts.reader.js';
import { Posts } from './posts.service.js';

const PER_PAGE = 20;

@Injectable()
export class PostsPages {
  constructor(
    private readonly posts: Posts,
    private readonly reader: PostsReader,
    private readonly spaces: SpacesReader,
    private readonly comments: CommentsReader,
    private readonly files: PostFiles,
  ) {}

  @Get('/:space/boards/:board', { cache: true })
  async board({ params, query, path }: PageRequest): Promise<Reply> {
    const board = await this.reader.board(params['space']!, params['board']!);
    const page = await this.reader.list(board, PER_PAGE, query['after']);
    const last = page.hasNextPage ? page.cursors.at(-1) : undefined;
    return view(
      'posts/board',
      {
        ...headOf(board),
        summary: inLanguage(board.activity.summary),
        posts: page.nodes.map((post) => ({
          ...post,
          href: `/${post.spaceSlug}/posts/${post.number}`,
          publishedAt: new Date(post.publishedAt),
        })),
        writeAt: writes(board) ? `${path}/new` : undefined,
        next: last && `${path}?after=${last}`,
        first: query['after'] ? path : undefined,
      },
      { title: inLanguage(board.activity.title), description: inLanguage(board.activity.summary), current: path },
    );
  }

  @Get('/:space/posts/:number', { cache: true })
  async show({ params, query }: PageRequest): Promise<Reply> {
    const post = await this.find(params);
    const path = pathOf(post);
    const activity = await this.spaces.activityById(post.activityId);
    const open = activity.open.includes('comment') && !post.hiddenAt;
    const sort = (SORTS as readonly string[]).includes(query['sort'] ?? '') ? (query['sort'] as CommentSort) : 'old';
    const talk = open || post.comments > 0;
    const [threads, files] = await Promise.all([
      talk ? this.comments.threads(post.id, sort, PER_PAGE, query['after']) : undefined,
      this.files.of(post.id),
    ]);
    return view(
      'posts/show',
      {
        ...post,
        ...placeOf(post),
        path,
        publishedAt: new Date(post.publishedAt),
        hidden: post.hiddenAt !== null,
        files: files.map(({ id, name, bytes }) => ({ name, url: `/media/${id}`, size: sizeWords(bytes) })),
        can: { edit: may('edit', 'Post', post), hide: may('hide', 'Post', post), pin: may('pin', 'Post', post) },
        moderating: query['moderate'] === 'post' && may('hide', 'Post', post),
        discussion:
          threads &&
          threadModel(threads, {
            path,
            query,
            sort,
            total: post.comments,
            open,
            moderates: may('moderate', 'Comment', post),
          }),
      },
      {
        title: post.title,
        description: post.summary,
        current: `/${post.spaceSlug}/boards/${post.boardSlug}`,
        noindex: post.hiddenAt !== null || post.audience === 'members',
      },
    );
  }

  @Post('/:space/posts/:number/hide')
  async hide({ params, form }: PageRequest): Promise<Reply> {
    const post = await this.find(params);
    const hidden = field(form, 'hidden') !== 'no';
    await this.posts.hide(post.id, hidden, field(form, 'reason'));
    return redirect(pathOf(post), { key: hidden ? 'posts.flash.hidden' : 'posts.flash.restored' });
  }

  @Post('/:space/posts/:number/pin')
  async pin({ params, form }: PageRequest): Promise<Reply> {
    const post = await this.find(params);
    const pinned = field(form, 'pinned') !== 'no';
    await this.posts.pin(post.id, pinned);
    return redirect(pathOf(post), { key: pinned ? 'posts.flash.pinned' : 'posts.flash.unpinned' });
  }

  private find(params: PageRequest['params']): Promise<PostRow> {
    return this.reader.at(params['space']!, params['number']!);
  }
}

/** @internal where a post stands */
export const pathOf = (post: { spaceSlug: string; number: number }): string =>
  `/${post.spaceSlug}/posts/${post.number}`;

/** @internal whether the reader may write on a board now */
export const writes = ({ space, activity, settings }: Board): boolean =>
  activity.open.includes('write') && may('write', 'Post', { spaceId: space.id, writers: settings.writers });

/** @internal a board as every page of it shows it */
export const headOf = ({ space, activity, settings }: Board): Record<string, unknown> => ({
  space: { name: inLanguage(space.name), href: `/${space.slug}` },
  board: {
    title: inLanguage(activity.title),
    href: `/${space.slug}/boards/${activity.slug}`,
    kind: settings.kind,
    audience: settings.audience,
  },
});

const placeOf = (post: PostRow): Record<string, unknown> => ({
  space: { name: inLanguage(post.spaceName), href: `/${post.spaceSlug}` },
  board: { title: inLanguage(post.activityTitle), href: `/${post.spaceSlug}/boards/${post.boardSlug}` },
});
