import { Injectable } from '@nestjs/common';
import { actor, inUnit, isId, may, missing, TenantDatabase } from '@madang/kernel';
import { DOCUMENT_ENDINGS, Library, mayAddDocuments } from '@madang/commons-media';
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
import { headOf, pathOf, writes } from './posts.pages.js';
import { PostsReader, type Board, type PostRow } from './posts.reader.js';
import { Posts } from './posts.service.js';

// Read whole before anything is asked, so fewer and smaller than the library itself takes one by one.
const UPLOADS = { maxFiles: 5, maxBytes: 20_000_000 };

/** Writing a post and changing it, with documents where one may add them. */
@Injectable()
export class PostFormPages {
  constructor(
    private readonly posts: Posts,
    private readonly reader: PostsReader,
    private readonly files: PostFiles,
    private readonly library: Library,
    private readonly database: TenantDatabase,
  ) {}

  @Get('/:space/boards/:board/new')
  async compose({ params }: PageRequest): Promise<Reply> {
    return this.form(await this.reader.board(params['space']!, params['board']!), emptyForm());
  }

  @Post('/:space/boards/:board', {
    uploads: UPLOADS,
    limit: { name: 'write_post', points: 20, seconds: 3600 },
    free: true,
  })
  async write({ ...request }: PageRequest): Promise<Reply> {
    const { params, form } = request;
    const [space, board] = [params['space']!, params['board']!];
    const takes = await this.read(async () => writes(await this.reader.board(space, board)));
    return submitted(
      request,
      async () => {
        const fileIds = takes ? await this.gather(request, []) : undefined;
        const input = { space, board, title: field(form, 'title'), body: field(form, 'body'), fileIds };
        const made = await inUnit(this.database, false, () => this.posts.write(input));
        return redirect(`/${made.space}/posts/${made.number}`, { key: 'posts.flash.written' });
      },
      (filled) => this.read(async () => this.form(await this.reader.board(space, board), filled)),
    );
  }

  @Get('/:space/posts/:number/edit')
  async change({ params }: PageRequest): Promise<Reply> {
    const post = await this.mine(params);
    const files = (await this.files.of(post.id)).map(({ id }) => id);
    return this.form(await this.boardOf(post), emptyForm({ title: post.title, body: post.body, fileIds: files }), post);
  }

  @Post('/:space/posts/:number/edit', {
    uploads: UPLOADS,
    limit: { name: 'edit_post', points: 60, seconds: 3600 },
    free: true,
  })
  async edit({ ...request }: PageRequest): Promise<Reply> {
    const { params, form } = request;
    const [post, there] = await this.read(async () => {
      const found = await this.mine(params);
      return [found, (await this.files.of(found.id)).map(({ id }) => id)] as const;
    });
    return submitted(
      request,
      async () => {
        const fileIds = await this.gather(request, there);
        const input = { id: post.id, title: field(form, 'title'), body: field(form, 'body'), fileIds };
        await inUnit(this.database, false, () => this.posts.edit(input));
        return redirect(pathOf(post), { key: 'posts.flash.edited' });
      },
      (filled) => this.read(async () => this.form(await this.boardOf(post), filled, post)),
    );
  }

  /**
   * Keeps the documents that came with a form, and writes them into it: refused, it comes back with them.
   * @param there those the post has by now; others may have changed them since the form was opened
   * @returns all it shall have; undefined: as it is, for whoever adds none
   */
  private async gather(request: PageRequest, there: readonly string[]): Promise<string[] | undefined> {
    if (!(await this.read(() => Promise.resolve(mayAddDocuments())))) return undefined;
    const dropped = listed(request.form['drop']);
    const gathered = [...new Set([...there, ...listed(request.form['fileIds'])])].filter((id) => !dropped.includes(id));
    request.form = { ...request.form, fileIds: gathered };
    for (const upload of request.uploads) {
      gathered.push((await this.library.keep(upload, 'document')).id);
      request.form = { ...request.form, fileIds: gathered };
    }
    return gathered;
  }

  private read<T>(work: () => Promise<T>): Promise<T> {
    return inUnit(this.database, true, work);
  }

  private async mine(params: PageRequest['params']): Promise<PostRow> {
    const post = await this.reader.at(params['space']!, params['number']!);
    if (!may('edit', 'Post', post)) throw missing('post_missing');
    return post;
  }

  private boardOf(post: PostRow): Promise<Board> {
    return this.reader.board(post.spaceSlug, post.boardSlug);
  }

  private async form(board: Board, form: FormModel, post?: PostRow): Promise<ViewReply> {
    const at = `/${board.space.slug}/boards/${board.activity.slug}`;
    const adds = mayAddDocuments();
    const documents = adds ? await this.files.among(listed(form.values['fileIds'])) : [];
    return view(
      'posts/form',
      {
        ...headOf(board),
        form,
        adds,
        documents: documents.map(({ id, name, bytes }) => ({ id, name, size: sizeWords(bytes) })),
        accept: DOCUMENT_ENDINGS,
        most: UPLOADS.maxFiles,
        megabytes: UPLOADS.maxBytes / 1_000_000,
        editing: post !== undefined,
        action: post ? `${pathOf(post)}/edit` : at,
        back: post ? pathOf(post) : at,
        draft: `post-${board.space.slug}-${board.activity.slug}`,
        writes: post !== undefined || writes(board),
        signedIn: actor().personId !== null,
      },
      { noindex: true },
    );
  }
}

/** Identifiers a form names. */
const listed = (value: string | string[] | undefined): string[] => ([] as string[]).concat(value ?? []).filter(isId);
