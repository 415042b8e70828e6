import { Injectable } from '@nestjs/common';
import { context, db, HeldCount, now, TenantDatabase } from '@madang/kernel';
import { HomeSources, type HomeCard, type HomeNumber, type HomeRequest, type HomeSource } from '@madang/commons-site';
import { asked } from '@madang/commons-subjects';
import { cardOf, type Tone } from './proposals.view.js';
import type { Proposal } from './proposals.types.js';

interface Numbers extends Record<string, unknown> {
  proposals: number;
  supports: number;
  answered: number;
  done: number;
}

const CARD = `json_build_object('id', s.id, 'number', s.number, 'spaceSlug', sp.slug, 'title', s.title, 'summary', s.summary, 'state', s.state,
  'publishedAt', s.published_at, 'authorName', NULL, 'category', coalesce(c.name ->> $1, c.name ->> 'ko'), 'place', p.place, 'threshold', p.threshold,
  'collectingUntil', p.collecting_until, 'cost', NULL, 'relates', s.relate_count, 'supports', s.support_count, 'comments', s.comment_count,
  'answerKind', (SELECT w.kind FROM answers w WHERE w.subject_id = s.id AND w.published_at IS NOT NULL),
  'dueOn', (SELECT a.due_on FROM assignments a WHERE a.subject_id = s.id AND a.ended_at IS NULL),
  'ownWord', (SELECT own.state_words -> s.state FROM activities own WHERE own.id = s.activity_id))`;

/**
 * A list is a statement of its own with its own order, so that an index gives the few rows wanted. What is asked of it stands
 * in a row that the planner does not look into: it would else make a plan anew for every page, which costs more than the rows.
 */
const list = (where: string, order: string, from = 'subjects s'): string =>
  `WITH q AS MATERIALIZED (SELECT $2::text AS space, $3::text AS category, $4::text AS activity, $5::int AS most, $6::timestamptz AS at)
  SELECT x.item FROM q CROSS JOIN LATERAL (SELECT ${CARD} AS item
    FROM ${from} JOIN proposals p ON p.id = s.id JOIN spaces sp ON sp.id = s.space_id LEFT JOIN categories c ON c.id = s.category_id
   WHERE ${SHOWN} AND sp.visibility = 'public'
     AND (q.space IS NULL OR sp.slug = q.space) AND (q.category IS NULL OR c.slug = q.category)
     AND (q.activity IS NULL OR s.activity_id IN (SELECT a.id FROM activities a WHERE a.slug = q.activity)) AND ${where}
   ORDER BY ${order} LIMIT q.most) x`;

const SHOWN = `s.kind = 'proposal' AND s.published_at IS NOT NULL AND s.hidden_at IS NULL`;

/** More than a page asks for. */
const MOST = 12;

/** The newest of each state that is a result, by an index of their own; the rest of an answer is asked of each of those few alone. */
const RESULTS = `unnest(ARRAY['done', 'under_way', 'answered']) results(state) CROSS JOIN LATERAL (SELECT s.* FROM subjects s
    WHERE s.state = results.state AND s.state IN ('done', 'under_way', 'answered') AND ${asked(`${SHOWN}
      AND s.space_id IN (SELECT seen.id FROM spaces seen WHERE seen.visibility = 'public' AND (q.space IS NULL OR seen.slug = q.space))
      AND (q.category IS NULL OR s.category_id = (SELECT named.id FROM categories named WHERE named.slug = q.category))
      AND (q.activity IS NULL OR s.activity_id IN (SELECT named.id FROM activities named WHERE named.slug = q.activity))
      AND (s.state <> 'answered' OR (SELECT w.kind FROM answers w WHERE w.subject_id = s.id) IN ('accepted', 'partly'))`)}
    ORDER BY s.state_since DESC, s.id LIMIT ${MOST}) s`;

const LISTS = {
  newest: list(`s.state <> 'withdrawn'`, 's.published_at DESC, s.id DESC'),
  closing: list(`s.state = 'collecting' AND p.collecting_until > q.at`, 'p.collecting_until, s.id'),
  most_supported: list(`s.state = 'collecting'`, 's.support_count DESC, s.id DESC'),
  waiting: list(`s.state IN ('awaiting_assignment', 'awaiting_answer')`, 's.state_since, s.id'),
  results: list('true', `(s.state = 'done') DESC, s.state_since DESC, s.id`, RESULTS),
} as const;

const NUMBERS = `SELECT count(*)::int AS proposals, coalesce(sum(s.support_count), 0)::int AS supports,
    count(*) FILTER (WHERE s.state IN ('answered', 'under_way', 'done', 'stopped'))::int AS answered,
    count(*) FILTER (WHERE s.state = 'done')::int AS done
  FROM subjects s WHERE ${SHOWN}`;

/** How long the numbers of a home page hold at least, in milliseconds: they count everything there is. */
const NUMBERS_MS = 60_000;
/** What proposals show on the home page: a statement for each block that asks, all sent at once. */
@Injectable()
export class ProposalsHome implements HomeSource {
  readonly name = 'proposals';
  readonly title = 'proposals.title';
  readonly lists = Object.keys(LISTS) as (keyof typeof LISTS)[];
  readonly numbers = ['numbers'] as const;
  private readonly counted: HeldCount<Numbers>;

  constructor(sources: HomeSources, database: TenantDatabase) {
    this.counted = new HeldCount(database, { least: NUMBERS_MS });
    sources.offer(this);
  }

  async read(requests: readonly HomeRequest[]): Promise<ReadonlyMap<string, readonly (HomeCard | HomeNumber)[]>> {
    return new Map(
      await Promise.all(requests.map(async (request) => [request.id, await this.answer(request)] as const)),
    );
  }

  private async answer(request: HomeRequest): Promise<readonly (HomeCard | HomeNumber)[]> {
    if (request.list === 'numbers')
      return numbersIn(await this.counted.get('numbers', async () => (await db().row<Numbers>(NUMBERS))!));
    const text = LISTS[request.list as keyof typeof LISTS];
    if (!text) return [];
    const { space, category, activity, limit } = request;
    const rows = await db().rows<{ item: Proposal }>(text, [
      context().locale,
      space ?? null,
      category ?? null,
      activity ?? null,
      Math.min(MOST, limit),
      now(),
    ]);
    return rows.map(({ item }) => cardIn(item));
  }
}

function cardIn(item: Proposal): HomeCard {
  const card = cardOf(item) as {
    tone: Tone;
    word: string;
    ownWord?: string;
    daysLeft: number | null;
    showMeter: boolean;
  };
  return {
    title: item.title,
    href: `/${item.spaceSlug}/proposals/${item.number}`,
    summary: item.summary,
    chips: [
      card.ownWord ? { text: card.ownWord, tone: card.tone } : { key: card.word, tone: card.tone },
      ...(card.daysLeft === null
        ? []
        : [{ key: 'proposals.home.days_left', params: { days: card.daysLeft }, tone: 'info' as const }]),
    ],
    ...(card.showMeter
      ? { meter: { value: item.supports, max: item.threshold!, label: { key: 'proposals.support_meter' } } }
      : {}),
    facts: [
      { key: 'proposals.home.supports', params: { count: item.supports } },
      { key: 'proposals.home.comments', params: { count: item.comments } },
      ...(item.category ? [{ text: item.category }] : []),
    ],
  };
}

const numbersIn = (n: Numbers): HomeNumber[] => [
  { key: 'proposals.home.number_proposals', value: n.proposals },
  { key: 'proposals.home.number_supports', value: n.supports },
  { key: 'proposals.home.number_answered', value: n.answered },
  { key: 'proposals.home.number_done', value: n.done },
];
