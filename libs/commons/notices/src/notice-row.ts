import { inLanguage, subjectHref, tenant } from '@madang/kernel';
import type { Words } from '@madang/theming';
import type { TopicName } from './topics.js';

/** A notice with what is known today of everything it speaks about. */
export interface NoticeRow {
  id: string;
  personId: string;
  topic: TopicName;
  params: NoticeParams;
  at: Date;
  readAt: Date | null;
  subjectId: string | null;
  subjectKind: string | null;
  number: number | null;
  /** Null where the subject was hidden since. */
  title: string | null;
  spaceSlug: string | null;
  spaceName: Record<string, string> | null;
  whoName: string | null;
}

export interface NoticeParams {
  as: string;
  say: string;
  supports?: number;
  dueOn?: string;
  kind?: string;
  status?: string;
  /** How it came: paper, phone, counter, event. */
  source?: string;
  to?: string;
  commentId?: string;
}

/** Columns and joins every reader of notices shares. */
export const NOTICE = `n.id, n.person_id AS "personId", n.topic, n.params, n.at, n.read_at AS "readAt", n.subject_id AS "subjectId",
    s.kind AS "subjectKind", s.number, CASE WHEN s.hidden_at IS NULL THEN s.title END AS title,
    sp.slug AS "spaceSlug", sp.name AS "spaceName", who.display_name AS "whoName"
  FROM notices n LEFT JOIN subjects s ON s.id = n.subject_id
  LEFT JOIN spaces sp ON sp.id = coalesce(s.space_id, (n.params ->> 'spaceId')::uuid)
  LEFT JOIN people who ON who.id = coalesce(n.params ->> 'personId', n.params ->> 'by')::uuid AND who.state = 'active'`;

/** A notice in the reader's words. */
export interface Said {
  title: string;
  text: string;
  /** What comes next. */
  next?: string;
  why: string;
  button: string;
  href: string;
  /** What it speaks of, as plain values for a text of the organisation's own. */
  values: NoticeValues;
}

/** Plain values of a notice. */
export interface NoticeValues {
  item: string;
  who: string;
  space: string;
  supports: number;
  /** Day as YYYY-MM-DD, empty where there is none. */
  due: string;
}

/** Says a notice. Everything a text may name is given, known or not, so that no text can fail. */
export function sayNotice(words: Words, row: NoticeRow): Said {
  const { params } = row;
  const key = `notices.say.${params.say}`;
  const values = {
    as: params.as,
    title: row.title ?? words.t('notices.hidden_title'),
    who: row.whoName ?? words.t('notices.somebody'),
    space: inLanguage(row.spaceName, words.locale),
    due: new Date(`${params.dueOn ?? '2000-01-01'}T00:00:00${offset(params.dueOn, tenant().timeZone)}`),
    supports: params.supports ?? 0,
    kind: params.kind ?? '',
    status: params.status ?? '',
    source: params.source ?? '',
  };
  const button = `notices.button.${params.say}`;
  return {
    title: words.t(`${key}.title`, values),
    text: words.t(`${key}.text`, values),
    ...(words.has(`${key}.next`) ? { next: words.t(`${key}.next`, values) } : {}),
    why: words.t(`notices.why.${params.as}`),
    button: words.t(words.has(button) ? button : 'notices.button.open'),
    href: hrefOf(row),
    values: {
      item: values.title,
      who: values.who,
      space: values.space,
      supports: values.supports,
      due: params.dueOn ?? '',
    },
  };
}

/** Where a notice leads. */
function hrefOf({ subjectKind, number, spaceSlug, params }: NoticeRow): string {
  if (!spaceSlug) return '/notifications';
  if (subjectKind && number !== null)
    return `${subjectHref(subjectKind, spaceSlug, number)}${params.commentId ? `#c-${params.commentId}` : ''}`;
  return params.say === 'join_requested' ? `/${spaceSlug}/members` : `/${spaceSlug}`;
}

/** The zone's offset at noon of a day, so that the day stays the same day when it is written in that zone. */
function offset(day: string | undefined, timeZone: string): string {
  const at = new Date(`${day ?? '2000-01-01'}T12:00:00Z`);
  const name = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find((part) => part.type === 'timeZoneName');
  return name?.value.slice(3) || 'Z';
}
