import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { dataSet, readJson, readText, Tally } from '../../bench/data-sets.js';
import { bltVote, readBlt } from '../formats/blt.js';
import type { TieBreaking } from '../ties/tie-order.js';
import { countStv, type StvRule, type StvRuleName } from './stv.js';
import type { StvStep } from './stv-trace.js';

const droop = dataSet('stv_droop');
const scottish = dataSet('stv_scottish');
const NAMES: Record<string, StvRuleName> = { scotland: 'scottish', mpls: 'minneapolis' };
const KINDS: Record<string, StvStep['kind']> = {
  begin: 'first',
  elect: 'elect',
  defeat: 'exclude',
  transfer: 'transfer',
  iterate: 'iterate',
  end: 'end',
};

interface RefStep {
  kind: string;
  stage: number;
  quota: string;
  exhausted?: string;
  votes: (string | undefined)[];
}

/* eslint-disable @typescript-eslint/no-explicit-any */
// The reference logs every option on its own; several elected or excluded at once are one step here.
function referenceSteps(ref: any): RefStep[] {
  const steps: RefStep[] = [];
  const quotients = ref.rule_name === 'qpq';
  for (const action of ref.actions) {
    let kind: string | undefined = KINDS[action.tag];
    if (!kind || /Elect pending/.test(action.msg) || (quotients && kind === 'transfer')) continue;
    if (kind === 'elect' && /remaining/i.test(action.msg)) kind = 'remaining';
    if (kind === 'transfer' && /urplus/.test(action.msg)) kind = 'surplus';
    const joins = ['elect', 'exclude', 'remaining'].includes(kind) && (!quotients || /remaining/.test(action.msg));
    const last = steps.at(-1);
    if (joins && last?.kind === kind && last.stage === action.round) continue;
    const votes = Object.values<any>(action.cstate).map((state) => (quotients ? state.quotient : state.vote));
    steps.push({ kind, stage: action.round, quota: action.quota, exhausted: action.nt_votes, votes });
  }
  return steps;
}

function firstDifference(ref: RefStep[], ours: readonly StvStep[]): string {
  for (let i = 0; i < Math.max(ref.length, ours.length); i++) {
    const theirs = ref[i];
    const step = ours[i];
    if (!theirs || !step) return `${ref.length} steps in the reference, ${ours.length} here`;
    const votes = theirs.votes.every((vote, option) => vote === undefined || vote === step.votes[option]);
    const exhausted = theirs.exhausted === undefined || theirs.exhausted === step.exhausted;
    if (theirs.kind !== step.kind || theirs.stage !== step.stage || theirs.quota !== step.quota || !votes || !exhausted)
      return `step ${i + 1}: reference ${JSON.stringify(theirs)}, here ${JSON.stringify(step)}`;
  }
  return '';
}

(droop ? describe : describe.skip)('round by round', () => {
  it('equals the reference in every stage of every rule', () => {
    const tallies = new Map<string, Tally>();
    const files = readdirSync(`${droop}/ref/json`, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.txt'),
    );
    for (const file of files.sort()) {
      const ref = readJson(`${droop}/ref/json/${file}`);
      const election = readBlt(
        readText(`${droop}/blt/${file.replace(/-(cfer|meek|mpls|qpq|scotland|warren|wigm).*$/, '')}.blt`),
      );
      const vote = bltVote(election);
      const order = (election.tieOrder ?? vote.options.map((_, i) => i)).map((option) => vote.options[option]!);
      // The references take the first of the order for everything, exclusions too.
      const ties: TieBreaking = { order, exclude: 'first' };
      const rule: StvRule = {
        rule: NAMES[ref.rule_name] ?? ref.rule_name,
        seats: election.seats,
        arithmetic: ref.arithmetic_name === 'rational' ? 'fractions' : 'guarded',
        undeclared: election.undeclared,
      };
      const result = countStv(vote, rule, ties);
      const skip = ref.rule_name === 'mpls' ? 'first' : ref.rule_name === 'meek-prf' ? 'iterate' : '';
      const difference = firstDifference(
        referenceSteps(ref),
        result.steps.filter(({ kind }) => kind !== skip),
      );
      const name = `stv_droop ${ref.rule_name}, ${ref.arithmetic_name}`;
      if (!tallies.has(name)) tallies.set(name, new Tally(name));
      tallies.get(name)!.check(difference === '', file, difference);
    }
    const misses = [...tallies.values()].flatMap((tally) => tally.print().misses);
    expect(tallies.size).toBe(14);
    // Argued in docs/counting.md: the reference loses votes of ballots with equal places.
    expect(misses.map((miss) => miss.split(':')[0])).toEqual(['meek/eq2-meek-o9-guarded-p18-g9-d18.txt']);
  });

  it('keeps every vote where the reference loses two (equal places)', () => {
    const election = readBlt(readText(`${droop}/blt/meek/eq2.blt`));
    const vote = bltVote(election);
    const { steps } = countStv(
      vote,
      { rule: 'meek', seats: 2, arithmetic: 'fractions' },
      { order: vote.options, exclude: 'first' },
    );
    const ref = readJson(`${droop}/ref/json/meek/eq2-meek-o9-guarded-p18-g9-d18.txt`).actions.at(-1);
    // All 11 ballots rank both A and C, who are elected: nothing may be exhausted.
    expect(steps.at(-1)).toMatchObject({ kind: 'end', exhausted: '0.000000000000' });
    expect(ref.residual).toBe('2.000000000000000000');
  });
});

const plain = (name: string): string =>
  name
    .replace(/^# ALTERNATIVE NAME \d+:/, '')
    .replace(/["'()]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.map(plain).sort().join('|') === b.map(plain).sort().join('|');

(scottish ? describe : describe.skip)('758 Scottish wards', () => {
  it('elect who was elected, by both rules', () => {
    const law = new Tally('stv_scottish, SSI 2007/42');
    const meek = new Tally('stv_scottish, Meek (guarded)');
    const reference = readJson(`${scottish}/reference_scottish_stv.json`);
    const referenceMeek = readJson(`${scottish}/reference_meek_guarded.json`);
    const different: string[] = [];
    for (const [file, expected] of Object.entries<any>(reference)) {
      if (!existsSync(`${scottish}/blt/${file}`)) continue;
      const election = readBlt(readText(`${scottish}/blt/${file}`));
      const vote = bltVote(election);
      const ties: TieBreaking = { order: vote.options, exclude: 'first' };
      const result = countStv(vote, { rule: 'scottish', seats: election.seats }, ties);
      law.check(same(result.elected, expected.elected) && result.quota === expected.quota, file, result.elected.join());
      if (!referenceMeek[file]) continue;
      const iterated = countStv(vote, { rule: 'meek', seats: election.seats }, ties);
      const right = same(iterated.elected, referenceMeek[file].elected) && iterated.quota === referenceMeek[file].quota;
      meek.check(right, file, iterated.elected.join());
      if (!same(result.elected, iterated.elected)) different.push(file);
    }
    expect([law.print().misses, meek.print().misses]).toEqual([[], []]);
    expect(law.total).toBeGreaterThan(700);
    // The two rules are really two: they elect different people in real wards.
    expect(different).toContain('9_cands/glasgow_2007_pollokshields.blt');
  }, 60_000);
});
