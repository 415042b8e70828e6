import { describe, expect, it } from '@jest/globals';
import { difference } from './difference.js';

describe('the difference of two texts', () => {
  it('keeps what stayed, marks words inside a changed paragraph, and whole paragraphs that came or went', () => {
    const before = '첫째 문단이에요.\n\n답은 30일 안에 해요.\n\n지워질 문단이에요.';
    const after = '첫째 문단이에요.\n\n답은 20일 안에 해요.\n\n전혀 다른 새 이야기를 여기에 적었어요.';
    const found = difference(before, after);
    expect(found[0]).toEqual([{ kind: 'same', text: '첫째 문단이에요.' }]);
    expect(found).toHaveLength(4);
    const all = found.flat();
    const side = (kinds: string[]): string =>
      all
        .filter((one) => kinds.includes(one.kind))
        .map((one) => one.text)
        .join('')
        .replaceAll(/\s/g, '');
    expect(side(['same', 'removed'])).toBe(before.replaceAll(/\s/g, ''));
    expect(side(['same', 'added'])).toBe(after.replaceAll(/\s/g, ''));
  });

  it('finds no difference where there is none', () => {
    const text = '가\n\n나\n\n다';
    expect(
      difference(text, text)
        .flat()
        .every((one) => one.kind === 'same'),
    ).toBe(true);
  });

  it('marks only the words that changed', () => {
    expect(difference('we answer within thirty days of review', 'we answer within twenty days of review')).toEqual([
      [
        { kind: 'same', text: 'we answer within ' },
        { kind: 'removed', text: 'thirty ' },
        { kind: 'added', text: 'twenty ' },
        { kind: 'same', text: 'days of review' },
      ],
    ]);
  });
});
