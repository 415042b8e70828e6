import { describe, expect, it } from '@jest/globals';
import { dayOf, isDay, momentOf } from './days.js';

describe('days of tenant files', () => {
  it('count from day zero, over months and years', () => {
    expect(dayOf('+12d', '2026-11-23')).toBe('2026-12-05');
    expect(dayOf('-30d', '2026-11-23')).toBe('2026-10-24');
    expect(dayOf('+100d9h', '2026-11-23')).toBe('2027-03-03');
    expect(dayOf('2026-04-01', '2026-11-23')).toBe('2026-04-01');
  });

  it('are moments in the tenant’s own zone: noon, or the hour named', () => {
    expect(momentOf('-1d', '2026-11-23', 'Asia/Seoul').toISOString()).toBe('2026-11-22T03:00:00.000Z');
    expect(momentOf('-3d4h', '2026-11-23', 'Asia/Seoul').toISOString()).toBe('2026-11-19T19:00:00.000Z');
    expect(momentOf('0d9h', '2026-07-01', 'Europe/Berlin').toISOString()).toBe('2026-07-01T07:00:00.000Z');
    expect(momentOf('0d9h', '2026-12-01', 'Europe/Berlin').toISOString()).toBe('2026-12-01T08:00:00.000Z');
  });

  it('know what is no day', () => {
    for (const text of ['tomorrow', '12', '+12', '-d', '2026-4-1']) expect(isDay(text)).toBe(false);
  });
});
