import { Injectable } from '@nestjs/common';
import { actor, inLanguage, may, missing } from '@madang/kernel';
import { CommentsReader, SORTS, threadModel, type CommentSort } from '@madang/commons-conversation';
import { SpacesReader } from '@madang/commons-spaces';
import {
  emptyForm,
  field,
  Get,
  Post,
  redirect,
  submitted,
  view,
  type FormModel,
  type PageRequest,
  type Reply,
  type ViewReply,
} from '@madang/portal';
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

  @Get('/:space/boards/:board/new')
  async compose({ params }: PageRequest): Promise<Reply> {
    return this.form(await this.reader.board(params['space']!, params['board']!), emptyForm());
  }

  @Post('/:space/boards/:board', { limit: { name: 'write_post', points: 20, seconds: 3600 } })
  async write(request: PageRequest): Promise<Reply> {
    const { params, form } = request;
    const [space, board] = [params['space']!, params['board']!];
    return submitted(
      request,
      async () => {
        const made = await this.posts.write({ space, board, title: field(form, 'title'), body: field(form, 'body') });
        return redirect(`/${made.space}/posts/${made.number}`, { key: 'posts.flash.written' });
      },
      async (filled) => this.form(await this.reader.board(space, board), filled),
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

  @Get('/:space/posts/:number/edit')
  async change({ params }: PageRequest): Promise<Reply> {
    const post = await this.find(params);
    if (!may('edit', 'Post', post)) throw missing('post_missing');
    return this.form(
      await this.reader.board(post.spaceSlug, post.boardSlug),
      emptyForm({ title: post.title, body: post.body }),
      post,
    );
  }

  @Post('/:space/posts/:number/edit')
  async edit(request: PageRequest): Promise<Reply> {
    const post = await this.find(request.params);
    return submitted(
      request,
      async () => {
        await this.posts.edit({ id: post.id, title: field(request.form, 'title'), body: field(request.form, 'body') });
        return redirect(pathOf(post), { key: 'posts.flash.edited' });
      },
      async (filled) => this.form(await this.reader.board(post.spaceSlug, post.boardSlug), filled, post),
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
    const number = Number(params['number']);
    if (!Number.isSafeInteger(number) || number < 1 || number > 2_000_000_000) throw missing('post_missing');
    return this.reader.detail({ space: params['space']!, number });
  }

  private async form(board: Board, form: FormModel, post?: PostRow): Promise<ViewReply> {
    await Promise.resolve();
    const at = `/${board.space.slug}/boards/${board.activity.slug}`;
    return view(
      'posts/form',
      {
        ...headOf(board),
        form,
        editing: post !== undefined,
        action: post ? `${pathOf(post)}/edit` : at,
        back: post ? pathOf(post) : at,
        draft: `post-${board.space.slug}-${board.activity.slug}`,
        writes: post !== undefined || writes(board),
        signedIn: actor().personId !== null,
      },
      { title: inLanguage(board.activity.title), noindex: true },
    );
  }
}

const pathOf = (post: { spaceSlug: string; number: number }): string => `/${post.spaceSlug}/posts/${post.number}`;

const writes = ({ space, activity, settings }: Board): boolean =>
  activity.open.includes('write') && may('write', 'Post', { spaceId: space.id, writers: settings.writers });

const headOf = ({ space, activity, settings }: Board): Record<string, unknown> => ({
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
