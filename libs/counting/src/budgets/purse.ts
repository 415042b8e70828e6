import type { TieBreaker } from '../ties/tie-order.js';
import type { BudgetTieStep, BudgetVote, CompiledVote, Unfunded } from './vote.js';

/** Why a project may not be bought although it has the votes. */
export interface Obstacle {
  readonly reason: Unfunded['reason'];
  readonly lacked: number;
  readonly detail: string;
}

/** The money of a count and its limits: budget, ceilings, exclusive groups. */
export interface Purse {
  readonly left: number;
  /** The limit that buying `project` would break, the budget itself included unless `unlimited`. */
  obstacle(project: number, unlimited?: boolean): Obstacle | undefined;
  buy(project: number): void;
  /** A purse in the same state that can be spent independently. */
  copy(): Purse;
}

interface Limit {
  readonly members: ReadonlySet<number>;
  readonly atMost: number;
  readonly kind: 'ceiling' | 'exclusive';
  readonly name: string;
}

function limitsOf(vote: BudgetVote, compiled: CompiledVote): Limit[] {
  const index = new Map(compiled.ids.map((id, i) => [id, i]));
  const ceilings = (vote.ceilings ?? []).map(({ category, atMost }): Limit => {
    const members = compiled.ids.map((_, i) => i).filter((i) => compiled.categories[i]!.includes(category));
    return { members: new Set(members), atMost, kind: 'ceiling', name: category };
  });
  const groups = (vote.exclusive ?? []).map(({ projects, atMost }): Limit => {
    const members = new Set(projects.map((id) => index.get(id)!));
    return { members, atMost: atMost ?? 1, kind: 'exclusive', name: projects.join(', ') };
  });
  return [...ceilings, ...groups];
}

/** Opens the purse of a vote. */
export function openPurse(vote: BudgetVote, compiled: CompiledVote): Purse {
  const limits = limitsOf(vote, compiled);
  const opened = (start: number, startUsed: readonly number[]): Purse => {
    let left = start;
    const used = [...startUsed];
    const size = (limit: Limit, project: number): number => (limit.kind === 'ceiling' ? compiled.cost[project]! : 1);
    return {
      get left() {
        return left;
      },
      obstacle(project, unlimited = false) {
        for (const [i, limit] of limits.entries()) {
          if (!limit.members.has(project)) continue;
          const lacked = used[i]! + size(limit, project) - limit.atMost;
          if (lacked <= 0) continue;
          const detail =
            limit.kind === 'ceiling' ? `ceiling of ${limit.name}` : `at most ${limit.atMost} of ${limit.name}`;
          return { reason: limit.kind, lacked, detail };
        }
        const lacked = compiled.cost[project]! - left;
        return unlimited || lacked <= 0 ? undefined : { reason: 'money', lacked, detail: `${left} left of the budget` };
      },
      buy(project) {
        left -= compiled.cost[project]!;
        limits.forEach((limit, i) => {
          if (limit.members.has(project)) used[i] = used[i]! + size(limit, project);
        });
      },
      copy: () => opened(left, used),
    };
  };
  return opened(
    vote.budget,
    limits.map(() => 0),
  );
}

/** Default tie rule of budgets: the cheaper project, then the one with more votes. */
export const DEFAULT_STEPS: readonly BudgetTieStep[] = ['lower-cost', 'more-votes'];

/** The projects among `tied` that a declared step prefers. */
export function preferred(compiled: CompiledVote, tied: readonly number[], step: BudgetTieStep): number[] {
  const figure = (project: number): number =>
    step === 'lower-cost'
      ? -compiled.cost[project]!
      : step === 'higher-cost'
        ? compiled.cost[project]!
        : step === 'more-votes'
          ? compiled.votes[project]!
          : compiled.score[project]!;
  const best = Math.max(...tied.map(figure));
  return tied.filter((project) => figure(project) === best);
}

/** Breaks a tie between projects by the declared steps, then by the order of the breaker, and records it. */
export function breakBudgetTie(
  compiled: CompiledVote,
  tied: readonly number[],
  steps: readonly BudgetTieStep[],
  breaker: TieBreaker,
  purpose: string,
): number {
  let rest = [...tied];
  for (const step of steps) {
    if (rest.length === 1) break;
    rest = preferred(compiled, rest, step);
    if (rest.length === 1 && tied.length > 1) return breaker.settle(tied, rest[0]!, purpose, step);
  }
  return breaker.take(rest, purpose);
}
