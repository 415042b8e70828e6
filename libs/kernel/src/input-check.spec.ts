import { describe, expect, it } from '@jest/globals';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
  validateSync,
} from 'class-validator';
import type { DomainError } from './errors.js';
import { readInput } from './input.js';
import { surelyValid } from './input-check.js';

class Base {
  @Min(1)
  @Max(100)
  first: unknown = 20;
}

class Inner {
  @MaxLength(3)
  word!: unknown;
}

class Input extends Base {
  @IsOptional()
  @MaxLength(5)
  after?: unknown;

  @IsOptional()
  @IsUUID(undefined, { each: true })
  @ArrayMaxSize(2)
  ids?: unknown;

  @ValidateIf((input: Input) => input.first !== 1)
  @IsIn(['a', 'b'])
  kind: unknown = 'a';

  @IsOptional()
  @IsInt()
  @Matches(/^\d+$/)
  number?: unknown;

  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Inner)
  inner?: unknown;
}

const UUID = '0192f3a4-7b1c-7def-8abc-0123456789ab';
const good = (word: unknown): Inner => Object.assign(new Inner(), { word });

/** What the library finds, and whether it stripped anything. */
function theLibrary(given: object): boolean {
  const input = Object.assign(new Input(), given);
  const before = Object.keys(input).length;
  const errors = validateSync(input, { whitelist: true, forbidUnknownValues: false, stopAtFirstError: true });
  return errors.length === 0 && Object.keys(input).length === before;
}

describe('a quick look at an input', () => {
  const values: Record<string, unknown[]> = {
    first: [undefined, null, 0, 1, 20, 100, 101, '7', 'x', Number.NaN],
    after: [undefined, null, '', 'abc', 'abcde', 'abcdef', 5],
    ids: [undefined, null, [], [UUID], [UUID, 'x'], [UUID, UUID, UUID], 'x', new Set([UUID])],
    kind: [undefined, null, 'a', 'c', 1],
    number: [undefined, null, 1, 1.5, '1'],
    inner: [undefined, null, [], [good('abc')], [good('abcd')], 'x', {}],
    stranger: [undefined, 1],
  };

  it('says yes only where the library finds nothing, and always where nothing is nested', () => {
    let yes = 0;
    const names = Object.keys(values);
    const all = names.flatMap((one) => names.map((other) => [one, other] as const));
    for (const [one, other] of all)
      for (const a of values[one]!)
        for (const b of values[other]!) {
          const given = { [one]: a, [other]: b };
          const valid = theLibrary(given);
          const sure = surelyValid(Object.assign(new Input(), given));
          if (sure) yes += 1;
          const nested = (given['inner'] ?? undefined) !== undefined;
          expect([given, sure]).toEqual([given, valid && !nested]);
        }
    expect(yes).toBeGreaterThan(100);
  });

  it('calls what is no number no number, whatever it had to be besides', () => {
    const problem = (first: unknown): unknown => {
      try {
        readInput(Input, { first });
      } catch (error) {
        return (error as DomainError).fields.map(({ field, code }) => `${field} ${code}`);
      }
      return [];
    };
    expect([problem(Number('천만원')), problem(0), problem(1)]).toEqual([['first number'], ['first too_small'], []]);
  });
});
