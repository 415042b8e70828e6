import { decide, type Decision } from '../ballots/decide.js';
import { mergeChannels } from '../ballots/channels.js';
import { countBorda, countMarks } from '../ballots/marks.js';
import { decideStances, decideYesNo, type StanceDecision, type YesNoDecision } from '../ballots/stances.js';
import { countBudget } from '../budgets/count-budget.js';
import type { BudgetResult } from '../budgets/vote.js';
import { CountingRefusal } from '../errors.js';
import { countCondorcet, type CondorcetResult } from '../ranked/condorcet.js';
import { countIrv, type IrvBallot, type IrvResult } from '../ranked/irv.js';
import type { Place } from '../ranked/profile.js';
import { countStv } from '../ranked/stv.js';
import type { StvResult } from '../ranked/stv-trace.js';
import type { BundledAnswer, BundledRanking, RecountBundle } from './bundle.js';

/** Any result that a bundle can hold. */
export type CountResult =
  Decision | YesNoDecision | StanceDecision | IrvResult | StvResult | CondorcetResult | BudgetResult;

/** Outcome of a recount. */
export interface Recount {
  readonly result: CountResult;
  /** True when the recount equals the published result in every part; absent when none was published. */
  readonly matches?: boolean;
  /** Paths at which the two differ, at most 20. */
  readonly differences: readonly string[];
}

function numbered(options: readonly string[], ballots: readonly BundledRanking[]): IrvBallot[] {
  const index = new Map(options.map((id, i) => [id, i]));
  return ballots.map(({ places, count }) => ({
    count,
    places: places.map((place): Place | 'overvote' => {
      if (place === 'overvote') return place;
      const together = place.map((id) => index.get(id) ?? -1);
      return together.length === 0 ? null : together.length === 1 ? together[0]! : together;
    }),
  }));
}

function strict(ballots: readonly IrvBallot[]): { count: number; places: Place[] }[] {
  return ballots.map(({ count, places }) => ({
    count,
    places: places.map((place) => (place === 'overvote' ? null : place)),
  }));
}

const answersOf = (ballots: readonly BundledAnswer[], name: string): number =>
  ballots.reduce((sum, { answer, count }) => (answer === name ? sum + count : sum), 0);

/** Counts what a bundle holds, by the rule it states. @throws as the count itself. */
export function countBundle(bundle: RecountBundle): CountResult {
  const { roll } = bundle;
  const eligible = roll === undefined ? {} : { eligible: roll };
  switch (bundle.method) {
    case 'marks': {
      const rule = { ...bundle.decision, ties: bundle.ties ?? {} };
      if (!bundle.merge) return decide(countMarks(bundle.options, bundle.ballots, bundle.rule, roll), rule);
      const { channels, ...how } = bundle.merge;
      const counted = channels.map(({ name, weight }) => {
        const own = bundle.ballots.filter(({ channel }) => channel === name);
        return { name, weight, totals: countMarks(bundle.options, own, bundle.rule) };
      });
      return decide(mergeChannels(counted, { ...how, ...eligible }).totals, rule);
    }
    case 'borda': {
      const { scale, unranked } = bundle.rule;
      return decide(countBorda(bundle.options, bundle.ballots, scale, unranked, roll), {
        ...bundle.decision,
        ties: bundle.ties ?? {},
      });
    }
    case 'yes-no': {
      const of = (name: string): number => answersOf(bundle.ballots, name);
      const count = { yes: of('yes'), no: of('no'), abstain: of('abstain'), blank: of('blank'), ...eligible };
      return decideYesNo(count, bundle.rule.border, bundle.rule.quorum);
    }
    case 'stances': {
      const of = (name: string): number => answersOf(bundle.ballots, name);
      const [agree, reservation, abstain] = [of('agree'), of('reservation'), of('abstain')];
      return decideStances(
        { agree, reservation, abstain, standAside: of('standAside'), object: of('object'), ...eligible },
        bundle.rule,
      );
    }
    case 'irv':
      return countIrv(bundle.options, numbered(bundle.options, bundle.ballots), bundle.rule, bundle.ties);
    case 'stv':
    case 'condorcet': {
      const { options, withdrawn = [] } = bundle;
      const vote = { options, withdrawn, ballots: strict(numbered(options, bundle.ballots)) };
      return bundle.method === 'stv'
        ? countStv(vote, bundle.rule, bundle.ties)
        : countCondorcet(vote, bundle.rule, bundle.ties);
    }
    case 'budget':
      return countBudget(bundle, bundle.rule, bundle.ties);
  }
}

function differ(a: unknown, b: unknown, path: string, found: string[]): void {
  if (found.length >= 20 || a === b) return;
  if (
    typeof a !== 'object' ||
    typeof b !== 'object' ||
    a === null ||
    b === null ||
    Array.isArray(a) !== Array.isArray(b)
  ) {
    found.push(path || '/');
    return;
  }
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    if (left[key] === undefined && right[key] === undefined) continue;
    differ(left[key], right[key], `${path}/${key}`, found);
  }
}

/**
 * Counts a published vote again and compares every part of the result with what was published.
 * @throws CountingRefusal when the vote cannot be counted (a ballot breaks its rule, a tie without order or seed).
 */
export function recount(bundle: RecountBundle): Recount {
  const result = countBundle(bundle);
  if (bundle.result === undefined) return { result, differences: [] };
  const differences: string[] = [];
  // Through JSON, as the published one went: absent parts and numbers then have one form.
  differ(JSON.parse(JSON.stringify(result)), bundle.result, '', differences);
  return { result, matches: differences.length === 0, differences };
}

/** Counts a vote and writes its bundle, result included, as JSON text that `readBundle` reads back. */
export function writeBundle(bundle: RecountBundle): string {
  if (bundle.format !== 'madang-recount' || bundle.version !== 1)
    throw new CountingRefusal('not a recount bundle of version 1');
  const { result: _published, ...vote } = bundle;
  const lines = (list: readonly unknown[]): string => list.map((ballot) => `    ${JSON.stringify(ballot)}`).join(',\n');
  const { ballots, ...rest } = vote as RecountBundle & { ballots: readonly unknown[] };
  const head = Object.entries(rest).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  const result = JSON.stringify(countBundle(bundle));
  const patterns = ballots.length > 0 ? `[\n${lines(ballots)}\n  ]` : '[]';
  return `{\n${head.join(',\n')},\n  "ballots": ${patterns},\n  "result": ${result}\n}\n`;
}
