import { Injectable } from '@nestjs/common';
import { closed, conflict, db, demand, invalid, publish, readInput } from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { SubjectWriter } from '@madang/commons-subjects';
import { EditPostInput, WritePostInput } from './posts.inputs.js';
import { PostFiles } from './post-files.js';
import { PostsReader, type Board } from './posts.reader.js';

/** Writing on boards, and keeping them in order. */
@Injectable()
export class Posts {
  constructor(
    private readonly reader: PostsReader,
    private readonly subjects: SubjectWriter,
    private readonly files: PostFiles,
  ) {}

  /** Writes a post; public at once, announced to who follows the board's news. */
  async write(raw: WritePostInput): Promise<{ id: string; number: number; space: string }> {
    const input = readInput(WritePostInput, raw);
    const board = await this.reader.board(input.space, input.board);
    demand('write', 'Post', { spaceId: board.space.id, writers: board.settings.writers }, 'board_closed_to_you');
    if (!board.activity.open.includes('write')) throw closed('board_closed');
    const made = await this.insert(board, input);
    if (input.fileIds) await this.files.attach(made.id, input.fileIds);
    await publish({
      name: 'posts.published',
      subjectId: made.id,
      data: { board: input.board, kind: board.settings.kind },
    });
    return { ...made, space: board.space.slug };
  }

  /** @internal the rows of a post, for writing and for seeds */
  async insert(
    board: Board,
    post: { title: string; body: string; locale?: string; sourceKey?: string; id?: string },
  ): Promise<{ id: string; number: number }> {
    const { activity, settings } = board;
    const made = await this.subjects.create({
      ...post,
      kind: 'post',
      spaceId: activity.spaceId,
      activityId: activity.id,
      state: 'published',
      publish: true,
    });
    await db().run('INSERT INTO posts (id, body) VALUES ($1, $2)', [made.id, post.body]);
    if (settings.audience === 'members') await this.unsearchable(made.id);
    return made;
  }

  /** Changes a post; that it was changed is shown. @throws DomainError changed_meanwhile where it is not what was read */
  async edit(raw: EditPostInput): Promise<void> {
    const input = readInput(EditPostInput, raw);
    const post = await this.reader.detail({ id: input.id });
    demand('edit', 'Post', post);
    if (input.was && !(await db().row(UNCHANGED, [post.id, input.was.title, input.was.body])))
      throw conflict('changed_meanwhile');
    if (input.was?.fileIds && !(await this.files.are(post.id, input.was.fileIds))) throw conflict('changed_meanwhile');
    await this.subjects.edit(post.id, { title: input.title, body: input.body });
    await db().run('UPDATE posts SET body = $2 WHERE id = $1', [post.id, input.body]);
    if (input.fileIds) await this.files.attach(post.id, input.fileIds);
    if (post.audience === 'members') await this.unsearchable(post.id);
    await publish({ name: 'posts.edited', subjectId: post.id });
  }

  /** Takes a post out of sight with a reason, or shows it again. */
  async hide(id: string, hidden: boolean, reason: string): Promise<void> {
    const post = await this.reader.detail({ id });
    demand('hide', 'Post', post);
    if (reason.trim() === '') throw invalid('invalid_input', [{ field: 'reason', code: 'required' }]);
    await this.subjects.hide(id, hidden, reason);
    await record(hidden ? 'posts.hidden' : 'posts.restored', 'post', id, reason);
    await publish({ name: hidden ? 'posts.hidden' : 'posts.restored', subjectId: id });
  }

  /** Keeps a post on top of its board, or lets it go. */
  async pin(id: string, pinned: boolean): Promise<void> {
    const post = await this.reader.detail({ id });
    demand('pin', 'Post', post);
    const changed = await db().run('UPDATE subjects SET pinned = $2 WHERE id = $1 AND pinned <> $2', [id, pinned]);
    if (changed > 0) await record(pinned ? 'posts.pinned' : 'posts.unpinned', 'post', id);
  }

  /** The site's search knows spaces, not boards: what only members may read must not be found by it. */
  private async unsearchable(id: string): Promise<void> {
    await db().run(`UPDATE subjects SET search = '', search_text = '', summary = '' WHERE id = $1`, [id]);
  }
}

const UNCHANGED = `SELECT 1 FROM posts p JOIN subjects s ON s.id = p.id WHERE p.id = $1 AND s.title = $2 AND p.body = $3 FOR UPDATE`;
