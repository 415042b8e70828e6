import { describe, expect, it } from '@jest/globals';
import { differing } from './versions.js';

const told = (fields: Record<string, string>) => Object.entries(fields).map(([label, text]) => ({ label, text }));

describe('two versions of the same thing', () => {
  it('show only the fields that differ, in their order', () => {
    expect(
      differing(told({ name: '숲', days: '30', zone: 'Seoul' }), told({ name: '숲', days: '45', zone: 'UTC' })),
    ).toEqual([
      { label: 'days', mine: '30', theirs: '45' },
      { label: 'zone', mine: 'Seoul', theirs: 'UTC' },
    ]);
  });

  it('show what only one of them has', () => {
    expect(differing(told({ 1: 'a', 2: 'b' }), told({ 1: 'a' }))).toEqual([{ label: '2', mine: 'b', theirs: '' }]);
    expect(differing([], told({ 1: 'a' }))).toEqual([{ label: '1', mine: '', theirs: 'a' }]);
  });

  it('show of a long text the part that differs', () => {
    const before = 'a'.repeat(500);
    const after = 'z'.repeat(500);
    const [line] = differing(
      told({ body: `${before} mine ${after}` }),
      told({ body: `${before} theirs, longer ${after}` }),
    );
    expect(line!.mine).toContain(' mine ');
    expect(line!.theirs).toContain(' theirs, longer ');
    expect(line!.mine.length).toBeLessThan(160);
    expect(line!.mine).toMatch(/^… a+ mine z+ …$/);
  });

  it('cut nothing away where one text is the beginning of the other', () => {
    const text = 'a'.repeat(400);
    const [line] = differing(told({ body: text }), told({ body: `${text} more` }));
    expect(line!.theirs).toMatch(/^… a{60} more$/);
    expect(line!.mine).toMatch(/^… a{60}$/);
  });
});
