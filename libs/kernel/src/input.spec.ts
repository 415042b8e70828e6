import { describe, expect, it } from '@jest/globals';
import { IsOptional, MaxLength, MinLength } from 'class-validator';
import { readInput } from './input.js';
import type { DomainError } from './errors.js';

class Input {
  @MinLength(5)
  title!: string;

  @IsOptional()
  @MaxLength(20, { context: { limit: 20 } })
  note5 = '';
}

const problems = (raw: object): unknown => {
  try {
    readInput(Input, raw);
    return [];
  } catch (error) {
    return (error as DomainError).fields;
  }
};

describe('readInput', () => {
  it('names the limit of a length, given with the rule or not', () => {
    expect(problems({ title: '짧아', note5: 'x'.repeat(21) })).toEqual([
      { field: 'title', code: 'too_short', params: { limit: 5 } },
      { field: 'note5', code: 'too_long', params: { limit: 20 } },
    ]);
    expect(problems({ title: ' 다섯 자 넘어 ' })).toEqual([]);
    expect(problems({})).toEqual([{ field: 'title', code: 'required', params: {} }]);
  });
});
