import { Injectable } from '@nestjs/common';
import { context, db, now } from '@madang/kernel';
import { HomeSources, type HomeCard, type HomeNumber, type HomeRequest, type HomeSource } from '@madang/commons-site';
import { cardOf, type Tone } from './proposals.view.js';
import type { Proposal } from './proposals.types.js';

interface Row {
  request: string;
  item: Proposal | { proposals: number; supports: number; answered: number; done: number };
}

const CARD = `json_build_object('id', s.id, 'number', s.number, 'spaceSlug', sp.slug, 'title', s.title, 'summary', s.summary, 'state', s.state,
  'publishedAt', s.published_at, 'authorName', NULL, 'category', coalesce(c.name ->> $1, c.name ->> 'ko'), 'place', p.place, 'threshold', p.threshold,
  'collectingUntil', p.collecting_until, 'cost', NULL, 'relates', s.relate_count, 'supports', s.support_count, 'comments', s.comment_count,
  'answerKind', (SELECT w.kind FROM answers w WHERE w.subject_id = s.id AND w.published_at IS NOT NULL),
  'dueOn', (SELECT a.due_on FROM assignments a WHERE a.subject_id = s.id AND a.ended_at IS NULL),
  'ownWord', (SELECT own.state_words -> s.state FROM activities own WHERE own.id = s.activity_id))`;

const list = (name: string, where: string, order: string): string => `(SELECT ${CARD} AS item
  FROM subjects s JOIN proposals p ON p.id = s.id JOIN spaces sp ON sp.id = s.space_id LEFT JOIN categories c ON c.id = s.category_id
  WHERE q.list = '${name}' AND s.kind = 'proposal' AND s.published_at IS NOT NULL AND s.hidden_at IS NULL AND sp.visibility = 'public'
    AND (q.space IS NULL OR sp.slug = q.space) AND (q.category IS NULL OR c.slug = q.category)
    AND (q.activity IS NULL OR s.activity_id IN (SELECT a.id FROM activities a WHERE a.slug = q.activity)) AND ${where}
  ORDER BY ${order} LIMIT q.most)`;

// Each list is a branch of its own with its own order, so that an index gives the few rows wanted.
const HOME = `SELECT q.id AS request, x.item FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[])
    AS q(id, list, space, category, activity, most)
  CROSS JOIN LATERAL (${[
    list('newest', `s.state <> 'withdrawn'`, 's.published_at DESC, s.id DESC'),
    list('closing', `s.state = 'collecting' AND p.collecting_until > $8`, 'p.collecting_until, s.id'),
    list('most_supported', `s.state = 'collecting'`, 's.support_count DESC, s.id DESC'),
    list('waiting', `s.state IN ('awaiting_assignment', 'awaiting_answer')`, 's.state_since, s.id'),
    list(
      'results',
      `(s.state IN ('done', 'under_way') OR (s.state = 'answered' AND EXISTS (SELECT 1 FROM answers w WHERE w.subject_id = s.id AND w.kind IN ('accepted', 'partly'))))`,
      `(s.state = 'done') DESC, s.state_since DESC, s.id`,
    ),
    `(SELECT json_build_object('proposals', count(*), 'supports', coalesce(sum(s.support_count), 0),
        'answered', count(*) FILTER (WHERE s.state IN ('answered', 'under_way', 'done', 'stopped')), 'done', count(*) FILTER (WHERE s.state = 'done')) AS item
      FROM subjects s WHERE q.list = 'numbers' AND s.kind = 'proposal' AND s.published_at IS NOT NULL AND s.hidden_at IS NULL HAVING q.list = 'numbers')`,
  ].join('\n UNION ALL ')}) x`;

/** What proposals show on the home page: one statement for all blocks that ask. */
@Injectable()
export class ProposalsHome implements HomeSource {
  readonly name = 'proposals';
  readonly title = 'proposals.title';
  readonly lists = ['newest', 'closing', 'most_supported', 'waiting', 'results'] as const;
  readonly numbers = ['numbers'] as const;

  constructor(sources: HomeSources) {
    sources.offer(this);
  }

  async read(requests: readonly HomeRequest[]): Promise<ReadonlyMap<string, readonly (HomeCard | HomeNumber)[]>> {
    const column = (pick: (request: HomeRequest) => string | undefined): (string | null)[] =>
      requests.map((request) => pick(request) ?? null);
    const rows = await db().rows<Row>(HOME, [
      context().locale,
      requests.map((r) => r.id),
      requests.map((r) => r.list),
      column((r) => r.space),
      column((r) => r.category),
      column((r) => r.activity),
      requests.map((r) => Math.min(12, r.limit)),
      now(),
    ]);
    const answers = new Map<string, (HomeCard | HomeNumber)[]>(requests.map((r) => [r.id, []]));
    for (const { request, item } of rows)
      answers.get(request)!.push(...('title' in item ? [cardIn(item)] : numbersIn(item)));
    return answers;
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

const numbersIn = (n: { proposals: number; supports: number; answered: number; done: number }): HomeNumber[] => [
  { key: 'proposals.home.number_proposals', value: Number(n.proposals) },
  { key: 'proposals.home.number_supports', value: Number(n.supports) },
  { key: 'proposals.home.number_answered', value: Number(n.answered) },
  { key: 'proposals.home.number_done', value: Number(n.done) },
];
