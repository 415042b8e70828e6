import { Injectable } from '@nestjs/common';
import { db, demand, inLanguage, may, missing, orders, readSettings, type Placed, type Slice } from '@madang/kernel';
import { SpacesReader, sees, type ActivityRow, type SpaceRow, type Words } from '@madang/commons-spaces';
import { COUNTS } from '@madang/commons-subjects';
import { postsSettings, type PostsSettings } from './posts.settings.js';
import type { Post, PostBoard, PostDetail } from './posts.types.js';

export interface Board {
  space: SpaceRow;
  activity: ActivityRow;
  settings: PostsSettings;
}

export interface PostRow extends PostDetail {
  spaceId: string;
  spaceName: Words;
  activityId: string;
  activityTitle: Words;
  settings: Record<string, unknown>;
  visibility: string;
  audience: string;
  authorId: string | null;
  hiddenAt: Date | null;
}

interface BoardRow {
  space: string;
  spaceId: string;
  spaceName: Words;
  board: string;
  title: Words;
  settings: Record<string, unknown>;
}

const BOARDS = `SELECT sp.slug AS space, sp.id AS "spaceId", sp.name AS "spaceName", a.slug AS board, a.title, a.settings
  FROM activities a JOIN spaces sp ON sp.id = a.space_id
 WHERE a.method = 'posts' AND a.state = 'open' AND sp.archived_at IS NULL
 ORDER BY (a.settings ->> 'kind') IS DISTINCT FROM 'notice', sp.position, a.position, a.slug LIMIT 200`;

const CARD = `s.id, s.number, sp.slug AS "spaceSlug", a.slug AS "boardSlug", s.title, s.summary, s.pinned, s.published_at AS "publishedAt",
  CASE WHEN s.author_hidden OR au.state = 'closed' THEN NULL ELSE au.display_name END AS "authorName", n.comments`;
const FROM = `FROM subjects s JOIN posts p ON p.id = s.id JOIN spaces sp ON sp.id = s.space_id JOIN activities a ON a.id = s.activity_id
  LEFT JOIN people au ON au.id = s.author_id ${COUNTS}`;

const ORDERS = orders(
  {
    usual: [
      ['s.pinned', 'boolean'],
      ['s.published_at', 'timestamptz'],
    ],
    title: ['lower(s.title)', 'text'],
    comments: ['n.comments', 'bigint'],
    publishedAt: ['s.published_at', 'timestamptz'],
  },
  ['s.id'],
  '-usual',
);

/** What pages and API read of boards. */
@Injectable()
export class PostsReader {
  constructor(private readonly spaces: SpacesReader) {}

  /** A board of a space, if the reader may look at it. */
  async board(spaceSlug: string, slug: string): Promise<Board> {
    const space = await this.spaces.enter(spaceSlug);
    const activity = await this.spaces.activity(space.id, slug);
    if (activity.method !== 'posts') throw missing('activity_missing');
    const settings = readSettings(postsSettings, activity.settings);
    demand('read', 'Post', { spaceId: space.id, audience: settings.audience }, 'members_only');
    return { space, activity, settings };
  }

  /** Boards the reader may write on, notice boards first; at most 200. */
  async boards(): Promise<PostBoard[]> {
    const rows = await db().rows<BoardRow>(BOARDS);
    return rows
      .map((row) => ({ ...row, ...readSettings(postsSettings, row.settings) }))
      .filter((row) => may('write', 'Post', { spaceId: row.spaceId, writers: row.writers, audience: row.audience }))
      .map(({ space, spaceName, board, title, kind, spaceId }) => ({
        space,
        spaceName: inLanguage(spaceName),
        board,
        title: inLanguage(title),
        kind,
        mayPin: may('pin', 'Post', { spaceId }),
      }));
  }

  /** Posts of a board, pinned ones first, then the newest. Hidden ones only for who keeps order. */
  async list(board: Board, first: number, after?: string | null, sort?: string): Promise<Slice<Post>> {
    const order = ORDERS(sort, after);
    const rows = await db().rows<Post & Placed>(
      `SELECT ${order.column}, ${CARD} ${FROM}
        WHERE s.activity_id = $1 AND s.published_at IS NOT NULL AND (s.hidden_at IS NULL OR $2::boolean) AND ${order.past(4)}
        ORDER BY ${order.by} LIMIT $3`,
      [board.activity.id, may('see_hidden', 'Post', { spaceId: board.space.id }), first + 1, ...order.values],
    );
    return order.slice(rows, first);
  }

  /** A post by its address. */
  at(space: string, number: string): Promise<PostRow> {
    const known = Number(number);
    if (!Number.isSafeInteger(known) || known < 1 || known > 2_000_000_000) throw missing('post_missing');
    return this.detail({ space, number: known });
  }

  /** A post with its text. */
  async detail(key: { id: string } | { space: string; number: number }): Promise<PostRow> {
    const [id, space, number] = 'id' in key ? [key.id, null, null] : [null, key.space, key.number];
    const row = await db().row<PostRow>(
      `SELECT ${CARD}, p.body, s.edited_at AS "editedAt", s.space_id AS "spaceId", sp.name AS "spaceName", sp.visibility, s.activity_id AS "activityId",
         a.title AS "activityTitle", a.settings, coalesce(a.settings ->> 'audience', 'public') AS audience, s.author_id AS "authorId", s.hidden_at AS "hiddenAt"
         ${FROM} WHERE s.kind = 'post' AND s.published_at IS NOT NULL AND (s.id = $1 OR (sp.slug = $2 AND s.number = $3))`,
      [id, space, number],
    );
    if (!row || !sees({ id: row.spaceId, visibility: row.visibility })) throw missing('post_missing');
    demand('read', 'Post', row, 'members_only');
    if (row.hiddenAt && !may('see_hidden', 'Post', row)) throw missing('post_missing');
    return row;
  }
}
