import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { dataSet, readJson, Tally } from '../../bench/data-sets.js';
import { countIrv, type IrvBallot, type IrvRule } from './irv.js';

/* eslint-disable @typescript-eslint/no-explicit-any */
const folder = dataSet('irv_rctab');
const WRITE_INS = 'Undeclared Write-ins';

(folder ? describe : describe.skip)('certified instant runoffs', () => {
  it.each(['2013_minneapolis_mayor', '2017_minneapolis_mayor', '2015_portland_mayor'])('%s, every round', (name) => {
    const file = readJson(`${folder}/${name}.ballots.json`);
    const expected = readJson(`${folder}/${name}.expected.json`);
    const options: string[] = [...file.candidates.map((candidate: any) => candidate.name), WRITE_INS];
    const number = new Map(options.map((option, i) => [option, i]));
    const ballots: IrvBallot[] = file.ballots.map(({ count, ranks }: any) => ({
      count,
      places: ranks.map((rank: string) => {
        if (rank === file.undervote_label || rank === '') return null;
        if (rank === file.overvote_label) return 'overvote';
        return number.get(rank === file.undeclared_write_in ? WRITE_INS : rank)!;
      }),
    }));
    const rule: IrvRule = {
      overvotes: file.rules.overvoteRule === 'alwaysSkipToNextRank' ? 'skip' : 'exhaust',
      maxSkipped: Number(file.rules.maxSkippedRanksAllowed),
      repeated: file.rules.exhaustOnDuplicateCandidate ? 'exhaust' : 'skip',
      batch: file.rules.batchElimination,
      untilTwo: file.rules.continueUntilTwoCandidatesRemain,
      undeclared: [number.get(WRITE_INS)!],
    };
    const result = countIrv(options, ballots, rule, { order: options });
    const tally = new Tally(`irv_rctab ${name} rounds`);
    for (const [i, round] of expected.results.entries()) {
      const ours = result.rounds[i]!;
      const numbers = (record: Record<string, string>) =>
        Object.fromEntries(Object.entries(record).map(([key, value]) => [key, Number(value)]));
      const inactive = numbers(round.inactiveBallots);
      const moved = Object.fromEntries(ours.excluded.map(({ option, transfers }) => [option, transfers]));
      const theirs = Object.fromEntries(
        round.tallyResults
          .filter((r: any) => r.eliminated)
          .map((r: any) => {
            const { exhausted: _exhausted, ...transfers } = numbers(r.transfers);
            return [r.eliminated, transfers];
          }),
      );
      const pairs: [unknown, unknown][] = [
        [ours.votes, numbers(round.tally)],
        [ours.needed, Number(round.threshold)],
        [
          ours.inactive,
          {
            choices: inactive.exhaustedChoices,
            overvotes: inactive.overvotes,
            repeated: inactive.repeatedRankings,
            skipped: inactive.skippedRankings,
          },
        ],
        [ours.elected, round.tallyResults.find((r: any) => r.elected)?.elected],
        [moved, theirs],
      ];
      const wrong = pairs.find(([have, want]) => !isDeepStrictEqual(have, want));
      tally.check(
        !wrong,
        `round ${round.round}`,
        wrong ? `${JSON.stringify(wrong[0])}, not ${JSON.stringify(wrong[1])}` : '',
      );
    }
    expect(result.rounds).toHaveLength(expected.results.length);
    expect([result.ballots, result.blank]).toEqual([file.total_ballots, expected.summary.undervotes]);
    expect(tally.print().misses).toEqual([]);
  });
});
