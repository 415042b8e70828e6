import { describe, expect, it } from '@jest/globals';
import { Rest } from './rest.js';

describe('giving memory back', () => {
  it('happens at the start, and again when a busy time is over', () => {
    let rests = 0;
    const rest = new Rest(() => (rests += 1));
    rest.start();
    rest.stop();
    expect(rests).toBe(1);
    // Busy: 20 of 30 seconds. Nobody shall wait for a rest now.
    expect(rest.look({ active: 20_000, utilization: 0.66 })).toBe(false);
    expect(rest.look({ active: 100, utilization: 0.003 })).toBe(true);
    // Quiet since: nothing to give back.
    expect(rest.look({ active: 100, utilization: 0.003 })).toBe(false);
    expect(rests).toBe(2);
  });

  it('comes in time to a server that is never busy for long', () => {
    const rest = new Rest(() => undefined);
    const looks = Array.from({ length: 30 }, () => rest.look({ active: 300, utilization: 0.01 }));
    expect(looks.filter(Boolean).length).toBe(1);
  });

  it('makes the heap smaller than it was', () => {
    const waste = Array.from({ length: 1e6 }, (_, n) => ({ n }));
    const before = process.memoryUsage().heapTotal;
    waste.length = 0;
    const rest = new Rest();
    rest.start();
    rest.stop();
    expect(before - process.memoryUsage().heapTotal).toBeGreaterThan(10_000_000);
    expect(globalThis).not.toHaveProperty('gc');
  });
});
