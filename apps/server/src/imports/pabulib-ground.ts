import { prepareGround, type Ground } from './ground.js';

/** What the META section says of a budget. */
export interface BudgetMeta {
  title: string;
  description: string;
  budget: string;
  currency: string;
  rule: string;
  language: string;
  year: number;
  begins: Day;
  ends: Day;
  beginsAt: Date;
  endsAt: Date;
  /** Whether the `votes` column counts the rows that name a project. */
  countsVotes: boolean;
}

interface Day {
  from: string;
  to: string;
  precision: 'day' | 'year';
}

const TYPES = ['approval', 'choose-1', 'cumulative', 'ordinal', 'scoring'];

/** Reads META; days are `dd.mm.yyyy`, or years where a city gives no more. */
export function readBudgetMeta(
  rows: ReadonlyMap<string, { line: number; value: string }>,
  bad: (line: number, reason: string) => void,
): BudgetMeta {
  const text = (key: string): string => rows.get(key)?.value ?? '';
  for (const key of ['budget', 'vote_type', 'num_projects', 'num_votes'])
    if (text(key) === '') bad(0, `META key ${key} is missing`);
  if (!TYPES.includes(text('vote_type')))
    bad(rows.get('vote_type')?.line ?? 0, `unknown vote_type ${text('vote_type')}`);
  const year = /\d{4}/.exec(text('instance') || text('date_end') || text('date_begin'))?.[0] ?? '1970';
  const day = (key: string): Day => {
    const value = text(key) || year;
    const found = dayOf(value);
    if (!found) bad(rows.get(key)?.line ?? 0, `${key} must be a day (dd.mm.yyyy) or a year, not ${value}`);
    return found ?? { from: `${year}-01-01`, to: `${year}-12-31`, precision: 'year' };
  };
  const [begins, ends] = [day('date_begin'), day('date_end')];
  if (begins.from > ends.to) bad(rows.get('date_end')?.line ?? 0, 'the vote ends before it begins');
  return {
    title: [text('unit'), text('subunit'), text('instance')].filter(Boolean).join(' · ') || text('description'),
    description: text('description'),
    budget: text('budget'),
    currency: text('currency'),
    rule: text('rule'),
    language: /^[a-z]{2,3}(-[A-Za-z]+)?$/.test(text('language')) ? text('language') : 'und',
    year: Number(year),
    begins,
    ends,
    beginsAt: new Date(`${begins.from}T00:00:00Z`),
    endsAt: new Date(`${ends.to}T00:00:00Z`),
    countsVotes: !['cumulative', 'scoring', 'ordinal'].includes(text('vote_type')),
  };
}

function dayOf(value: string): Day | undefined {
  if (/^\d{4}$/.test(value)) return { from: `${value}-01-01`, to: `${value}-12-31`, precision: 'year' };
  const european = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(value);
  const iso = european ? `${european[3]}-${european[2]!.padStart(2, '0')}-${european[1]!.padStart(2, '0')}` : value;
  const date = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso
    ? undefined
    : { from: iso, to: iso, precision: 'day' };
}

const shifted = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** The process of a budget: projects were collected, voted on between the days of the file, and decided. */
export function layOut(meta: BudgetMeta, place: { file: string; space?: string; slug: string }): Promise<Ground> {
  const amount = `${Number(meta.budget).toLocaleString('en')} ${meta.currency}`.trim();
  const exact = meta.begins.precision === 'day' && meta.ends.precision === 'day' ? 'day' : 'year';
  return prepareGround({
    source: 'pabulib',
    ...place,
    title: { ko: meta.title, en: meta.title },
    purpose: { ko: meta.description, en: meta.description },
    decides: {
      ko: `예산 ${amount}을 어느 사업에 쓸지 정해요.`,
      en: `Which projects the budget of ${amount} pays for.`,
    },
    phases: [
      {
        slug: 'projects',
        title: { ko: '사업 모집', en: 'Collecting projects' },
        from: null,
        to: shifted(meta.begins.from, -1),
        precision: 'open',
        open: ['submit'],
      },
      {
        slug: 'vote',
        title: { ko: '투표', en: 'Vote' },
        from: meta.begins.from,
        to: meta.ends.to,
        precision: exact,
        open: ['support'],
      },
      {
        slug: 'decided',
        title: { ko: '결정과 실행', en: 'Decided' },
        from: shifted(meta.ends.to, 1),
        to: null,
        precision: 'open',
        open: [],
      },
    ],
    always: ['comment', 'relate'],
    settings: { threshold: null, visitorsMayAct: false },
  });
}
