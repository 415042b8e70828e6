import { describe, expect, it } from '@jest/globals';
import { giveBack } from './give-back.js';

describe('giving memory back', () => {
  it('makes the heap smaller, and leaves no collector lying about', () => {
    const waste = Array.from({ length: 1e6 }, (_, n) => ({ n }));
    const before = process.memoryUsage().heapTotal;
    waste.length = 0;
    giveBack();
    expect(before - process.memoryUsage().heapTotal).toBeGreaterThan(10_000_000);
    expect(globalThis).not.toHaveProperty('gc');
  });
});
