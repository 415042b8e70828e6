import type { Slice } from '@madang/kernel';
import { actor } from '@madang/kernel';
import { nest, SORTS, type Branch, type CommentSort } from './comments.reader.js';
import { STANCES, type Comment } from './comments.types.js';

export interface ThreadOptions {
  /** Path of the page the thread stands on. */
  path: string;
  query: Record<string, string>;
  sort: CommentSort;
  total: number;
  open: boolean;
  moderates: boolean;
  /** Visitors may write and confirm by e-mail. */
  visitors?: boolean;
}

const TONES: Record<string, string> = { for: 'ok', against: 'bad', neutral: 'info', unsure: 'wait' };

/** A discussion as `conversation/thread` draws it: nested, with the form that is open where somebody answers. */
export function threadModel(threads: Slice<Comment>, options: ThreadOptions): Record<string, unknown> {
  const { path, query, sort } = options;
  const signedIn = actor().personId !== null;
  const replyTo = query['reply'];
  const editOf = query['edit'];
  const branch = (row: Branch): Record<string, unknown> => ({
    id: row.id,
    anchor: `c-${row.id}`,
    path,
    authorName: row.authorName,
    initial: row.authorName ? [...row.authorName][0] : '·',
    official: row.official,
    stance: row.stance && { tone: TONES[row.stance], key: `conversation.stance.${row.stance}` },
    body: row.body,
    gone: row.state === 'visible' ? null : row.state,
    hiddenReason: row.hiddenReason,
    at: new Date(row.createdAt),
    edited: row.editedAt !== null,
    relates: row.relates,
    related: row.related,
    relateAction: signedIn && row.state === 'visible' ? `/comments/${row.id}/relate` : null,
    relateOn: row.related ? 'no' : 'yes',
    replyUrl: options.open && signedIn && row.state === 'visible' ? `${path}?reply=${row.id}#reply` : null,
    replying: options.open && signedIn && replyTo === row.id,
    editUrl: options.open && row.mine && row.state === 'visible' ? `${path}?edit=${row.id}#c-${row.id}` : null,
    editing: options.open && row.mine && editOf === row.id && row.state === 'visible',
    moderates: options.moderates,
    hideUrl: options.moderates && row.state !== 'withdrawn' ? `${path}?moderate=${row.id}#c-${row.id}` : null,
    moderating: options.moderates && query['moderate'] === row.id,
    back: path,
    replies: row.replies.map(branch),
  });
  const next = threads.hasNextPage ? `${path}?sort=${sort}&after=${threads.cursors.at(-1) ?? ''}#discussion` : null;
  return {
    total: options.total,
    open: options.open,
    signedIn,
    visitors: options.visitors === true && !signedIn,
    signInUrl: `/sign-in?back=${encodeURIComponent(`${path}#discussion`)}`,
    comments: nest(threads.nodes).map(branch),
    sorts: SORTS.map((value) => ({
      value,
      url: `${path}?sort=${value}#discussion`,
      key: `conversation.sort.${value}`,
      current: value === sort,
    })),
    stances: STANCES.map((value) => ({ value, key: `conversation.stance.${value}` })),
    next,
    first: query['after'] ? `${path}?sort=${sort}#discussion` : null,
    path,
  };
}
