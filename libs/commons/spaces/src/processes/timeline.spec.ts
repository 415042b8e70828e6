import { describe, expect, it } from '@jest/globals';
import { daysBetween, shiftDay, timelineWarnings } from './timeline.js';

const phase = (
  id: string,
  startsOn: string | null,
  endsOn: string | null,
): { id: string; startsOn: string | null; endsOn: string | null } => ({
  id,
  startsOn,
  endsOn,
});

describe('the timeline', () => {
  it('is silent about phases that follow each other without a gap', () => {
    expect(
      timelineWarnings([
        phase('a', '2027-03-01', '2027-03-31'),
        phase('b', '2027-04-01', '2027-04-30'),
        phase('c', '2027-05-01', null),
      ]),
    ).toEqual([]);
  });

  it('warns of overlaps and gaps with their days, of phases in the wrong order and without days', () => {
    const warnings = timelineWarnings([
      phase('a', '2027-03-01', '2027-03-31'),
      phase('b', '2027-03-25', '2027-04-10'),
      phase('c', '2027-04-20', '2027-04-30'),
      phase('d', null, null),
      phase('e', '2027-02-01', '2027-02-10'),
    ]);
    expect(warnings).toEqual([
      { kind: 'overlap', phaseId: 'b', otherId: 'a', days: 7 },
      { kind: 'gap', phaseId: 'c', otherId: 'b', days: 9 },
      { kind: 'undated', phaseId: 'd', otherId: null, days: 0 },
      { kind: 'backwards', phaseId: 'e', otherId: 'c', days: 78 },
    ]);
  });

  it('counts days over months and leap years', () => {
    expect(shiftDay('2028-02-28', 2)).toBe('2028-03-01');
    expect(shiftDay('2027-01-01', -1)).toBe('2026-12-31');
    expect(daysBetween('2027-12-31', '2028-03-01')).toBe(61);
  });
});
