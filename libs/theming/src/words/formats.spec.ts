import { describe, expect, it, jest } from '@jest/globals';
import { createMessages } from './messages.js';
import { createFormats } from './formats.js';
import { IcuCache } from './icu.js';
import { BoundedMap } from './bounded.js';
import { isRightToLeft } from './words.js';
import { glossaryProblems, termArguments } from './terms.js';

const messages = createMessages({ catalogues: {} });
const ko = messages.for('ko');
const en = messages.for('en');

describe('formats', () => {
  it('writes numbers and money', () => {
    expect(ko.number(1234567.5)).toBe('1,234,567.5');
    expect(ko.compact(120_000_000)).toBe('1.2억');
    expect(ko.compact(34_000)).toBe('3.4만');
    expect(en.compact(120_000_000)).toBe('120M');
    expect(ko.currency(18_000_000)).toBe('₩18,000,000');
    expect(ko.currency(120_000_000, { compact: true })).toBe('₩1.2억');
    expect(en.currency(12.5, { currency: 'EUR' })).toBe('€12.50');
    expect(ko.percent(0.4567)).toBe('46%');
    expect(ko.percent(0.4567, 1)).toBe('45.7%');
  });
  it('writes dates in the zone of the tenant', () => {
    const late = '2026-12-19T16:30:00Z';
    expect(ko.date(late)).toBe('2026년 12월 20일');
    expect(ko.date(late, 'short')).toBe('2026. 12. 20.');
    expect(en.date(late, 'short')).toBe('Dec 20, 2026');
    expect(ko.date(late, 'long')).toBe('2026년 12월 20일 일요일');
    expect(ko.date(late, 'datetime')).toBe('2026년 12월 20일 오전 1:30');
    expect(messages.for('ko', 'Europe/Warsaw').date(late)).toBe('2026년 12월 19일');
    expect(en.date(late, 'month')).toBe('December 2026');
    expect(ko.day(late)).toBe('2026-12-20');
    expect(() => ko.date('yesterday')).toThrow('Not a moment: yesterday');
  });
  it('writes ranges, open ones too', () => {
    expect(ko.dateRange('2026-12-01', '2026-12-20')).toBe('2026년 12월 1일~20일');
    expect(ko.dateRange('2026-12-20', '2026-12-01')).toBe('2026년 12월 1일~20일');
    expect(ko.dateRange('2026-12-01', null)).toBe('2026년 12월 1일 ~');
    expect(en.dateRange(undefined, '2026-12-20')).toBe('– December 20, 2026');
    expect(ko.dateRange(null, null)).toBe('');
  });
  it('writes brief dates, with the year only when it is another one', () => {
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2026-11-24T00:00:00Z'));
    expect(ko.date('2026-12-20', 'brief')).toBe('12.20');
    expect(ko.date('2027-03-04', 'brief')).toBe('2027.3.4');
    expect(en.date('2026-12-20', 'brief')).toBe('Dec 20');
    expect(ko.dateRange('2026-10-20', '2026-10-01', 'brief')).toBe('10.1–10.20');
    expect(ko.dateRange('2027-03-04', '2027-06-02', 'brief')).toBe('2027.3.4–6.2');
    expect(ko.dateRange('2026-12-04', '2027-01-02', 'brief')).toBe('12.4–2027.1.2');
    expect(en.dateRange('2026-10-01', '2026-10-20', 'brief')).toBe('Oct 1–Oct 20');
    expect(en.dateRange('2027-03-04', '2027-06-02', 'brief')).toBe('Mar 4–Jun 2, 2027');
    expect(ko.dateRange('2026-10-01', '2026-10-01', 'brief')).toBe('10.1');
    expect(ko.dateRange(undefined, '2026-10-01', 'brief')).toBe('–10.1');
    clock.mockRestore();
  });
  it('counts days by the calendar of the zone, not by hours', () => {
    const evening = '2026-12-19T14:30:00Z'; // 23:30 in Seoul
    expect(ko.relativeDays('2026-12-19T15:30:00Z', evening)).toBe('1일 남음');
    expect(ko.relativeDays('2026-12-30T00:00:00Z', evening)).toBe('11일 남음');
    expect(ko.relativeDays('2026-12-19T01:00:00Z', evening)).toBe('오늘까지');
    expect(ko.relativeDays('2026-12-16T01:00:00Z', evening)).toBe('3일 지남');
    expect(en.relativeDays('2026-12-20T01:00:00Z', evening)).toBe('1 day left');
    expect(en.relativeDays('2026-12-01T01:00:00Z', evening)).toBe('18 days over');
    // Daylight saving: 23 and 25 hour days are days.
    expect(messages.for('en', 'Europe/Warsaw').daysUntil('2026-10-26T00:30:00Z', '2026-10-24T22:30:00Z')).toBe(1);
  });
  it('writes rough dates', () => {
    expect(ko.roughDate('2027-04-01', 'season')).toBe('2027년 봄');
    expect(en.roughDate('2027-11-01', 'season')).toBe('autumn 2027');
    expect(ko.roughDate('2027-05-01', 'quarter')).toBe('2027년 2분기');
    expect(ko.roughDate('2027-05-01', 'month')).toBe('2027년 5월');
    expect(ko.roughDate('2027-05-01', 'year')).toBe('2027년');
    expect(ko.roughDate('2027-05-01', 'day')).toBe('2027년 5월 1일');
  });
  it('writes lists', () => {
    expect(en.list(['a', 'b', 'c'])).toBe('a, b, and c');
    expect(en.list(['a', 'b'], 'disjunction')).toBe('a or b');
    expect(ko.list(['가'])).toBe('가');
  });
  it('names a zone that does not exist', () => {
    expect(() => createFormats(new IcuCache(), 'ko', 'Mars/Base').date(0)).toThrow(RangeError);
  });
});

describe('languages written from right to left', () => {
  it('are known by their base language', () => {
    expect([isRightToLeft('ar-XB'), isRightToLeft('he'), isRightToLeft('ko'), isRightToLeft('en-GB')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
  it('have plurals of six forms', () => {
    const text = '{n, plural, zero {z} one {o} two {t} few {f} many {m} other {x}}';
    const words = createMessages({ catalogues: { ko: { 'a.b': '{n, plural, other {#}}' }, ar: { 'a.b': text } } }).for(
      'ar',
    );
    expect([0, 1, 2, 3, 11, 100].map((n) => words.t('a.b', { n })).join('')).toBe('zotfmx');
  });
});

describe('termArguments', () => {
  it('gives every form, capitals and articles', () => {
    const terms = termArguments('en', {
      proposal: { one: 'idea', other: 'ideas' },
      hour: { one: 'hour' },
      user: { one: 'user' },
    });
    expect([terms['t_proposal'], terms['t_proposal_other'], terms['t_proposal_a'], terms['T_proposal_other']]).toEqual([
      'idea',
      'ideas',
      'an idea',
      'Ideas',
    ]);
    expect([terms['t_hour_a'], terms['t_user_a'], terms['T_comment_a']]).toEqual(['an hour', 'a user', 'A comment']);
  });
  it('gives Korean one word for all forms', () => {
    const terms = termArguments('ko');
    expect([terms['t_proposal'], terms['t_proposal_other'], terms['T_proposal_a']]).toEqual(['제안', '제안', '제안']);
    expect(Object.keys(terms).length).toBeGreaterThanOrEqual(25 * 6);
  });
});

describe('glossaryProblems', () => {
  it('accepts short plain words of known terms', () => {
    expect(
      glossaryProblems({ proposal: { one: 'idea', other: 'ideas', a: 'an idea' }, office: { one: '구청' } }),
    ).toEqual([]);
  });
  it('names what cannot stand in a sentence', () => {
    const glossary = {
      nothing: { one: 'x' },
      proposal: { one: ' ' },
      office: { one: '<b>' },
      comment: { one: '가'.repeat(41) },
      vote: { one: 'x', 'o-n': 'y' },
      answer: { one: 'a\u202eb', other: '{x}' },
    };
    expect(glossaryProblems(glossary)).toEqual([
      'nothing: unknown term',
      'proposal.one: empty',
      'office.one: not plain words',
      'comment.one: longer than 40 characters',
      'vote: unknown form o-n',
      'answer.one: not plain words',
      'answer.other: not plain words',
    ]);
  });
});

describe('BoundedMap', () => {
  it('forgets what was used longest ago and keeps nothing that failed', () => {
    const map = new BoundedMap<number>(2);
    map.obtain('a', () => 1);
    map.obtain('b', () => 2);
    map.obtain('a', () => 9);
    map.obtain('c', () => 3);
    expect(map.size).toBe(2);
    expect(map.obtain('a', () => 9)).toBe(1);
    expect(map.obtain('b', () => 8)).toBe(8);
    expect(() =>
      map.obtain('d', () => {
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(map.obtain('d', () => 4)).toBe(4);
  });
});
