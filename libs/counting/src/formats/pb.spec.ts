import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import '../../bench/property-seed.js';
import { FormatRefusal } from '../errors.js';
import { readPb, writePb } from './pb.js';
import { pbBudgetVote } from './pb-vote.js';
import { readDelimited, writeCell } from './text.js';

const file = `META
key;value
description;Small; with a semicolon
num_projects;2
num_votes;3
budget;1000,50
vote_type;approval
rule;greedy
PROJECTS
project_id;cost;votes;name;category
1;500.25;2;"Well; and ""pump""";water,health
2;600;1;A bench "with a back";
VOTES
voter_id;vote
a;1,2
b;1
c;
`;

describe('.pb files', () => {
  it('are read whole, cents exactly, free text as it is', () => {
    const election = readPb('\uFEFF' + file.replaceAll('\n', '\r\n'));
    expect(election.projects.map(({ fields }) => fields.name)).toEqual(['Well; and "pump"', 'A bench "with a back"']);
    expect(election.meta.description).toBe('Small; with a semicolon');
    const { vote, unit } = pbBudgetVote(election);
    expect(unit).toBe(4);
    expect([vote.budget, ...vote.projects.map(({ cost }) => cost)]).toEqual([4002, 2001, 2400]);
    expect(vote.projects[0]!.categories).toEqual(['water', 'health']);
    expect(vote.ballots.map(({ projects }) => projects)).toEqual([['1', '2'], ['1'], []]);
  });

  it('come back the same when written', () => {
    expect(readPb(writePb(readPb(file)))).toEqual(readPb(file));
  });

  it.each([
    [/^PROJECTS$/m, 'PROJECTZ', 13],
    [/^META$/m, 'VOTES', 1],
    [/num_votes;3/, 'num_votes;4', 5],
    [/num_projects;2/, 'num_projects;3', 4],
    [/vote_type;approval/, 'vote_type;guess', 7],
    [/budget;1000,50/, 'budget;-5', 6],
    [/2;600;/, '2;lots;', 12],
    [/^2;600/m, '1;600', 12],
    [/^b;1$/m, 'b;7', 16],
    [/^b;1$/m, 'b;1,1', 16],
    [/^b;1$/m, 'b;1;x;y', 16],
    [/budget;1000,50\n/, '', 0],
  ])('are refused with line and reason when %s becomes %s', (from, to, line) => {
    const error = refusal(() => readPb(file.replace(from, to)));
    expect(error).toMatchObject({ line, reason: expect.any(String) });
  });

  it('are either read or refused, never anything else, whatever is cut or changed', () => {
    fc.assert(
      fc.property(fc.nat(file.length), fc.nat(6), fc.string({ maxLength: 6 }), (at, drop, insert) => {
        try {
          const election = readPb(file.slice(0, at) + insert + file.slice(at + drop));
          expect(election.votes).toHaveLength(Number(election.meta.num_votes));
          expect(election.projects).toHaveLength(Number(election.meta.num_projects));
        } catch (error) {
          expect(error).toBeInstanceOf(FormatRefusal);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('delimited text', () => {
  it('reads back every cell it writes', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string(), { minLength: 2, maxLength: 4 }), { minLength: 1 }), (rows) => {
        const clean = rows.map((row) => row.map((cell) => cell.replaceAll('\r', '').replace('\uFEFF', '')));
        const text = clean.map((row) => row.map((cell) => writeCell(cell)).join(',')).join('\r\n');
        expect(readDelimited(text, 'csv').map(({ cells }) => cells)).toEqual(clean);
      }),
    );
  });

  it('refuses quotes that do not close, with the line', () => {
    expect(refusal(() => readDelimited('a,b\n1,"x\ny', 'csv'))).toMatchObject({ line: 2 });
    expect(refusal(() => readDelimited('a,b\n1,"x"y', 'csv'))).toMatchObject({ line: 2 });
  });
});

function refusal(run: () => unknown): FormatRefusal {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(FormatRefusal);
    return error as FormatRefusal;
  }
  throw new Error('not refused');
}
