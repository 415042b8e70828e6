import { gcd, ratio, type Rational } from '../exact/rational.js';
import type { CompiledVote } from './vote.js';

/** What the supporters of one project would pay, exactly. */
export interface ExactPrice {
  /** Payment per unit of utility (ρ of the literature, times the cost for cost utilities); null: cannot be paid. */
  readonly rho: Rational | null;
  /** Money that the supporters hold together. */
  readonly held: Rational;
}

/**
 * The money of every group of identical ballots as whole numbers over one common denominator. Only consulted where
 * doubles come too close to decide, and once at the end to certify the purchases of the run that is published.
 */
export interface ExactMoney {
  price(project: number): ExactPrice;
  /** Pays for `project`; the caller made sure that it can be paid. Returns the payment per unit of utility. */
  pay(project: number): Rational;
  /** Takes everything from the supporters and `extra` (or what is there) from everyone else: epsilon completion. */
  payWithExtra(project: number): Rational;
  priceWithExtra(project: number): Rational | null;
  of(group: number): Rational;
}

interface Payer {
  readonly group: number;
  readonly unit: bigint;
}

/** Opens the exact money of a vote in which every voter starts with `perVoter`. */
export function exactMoney(vote: CompiledVote, perVoter: Rational): ExactMoney {
  let denominator = perVoter.d;
  const money: bigint[] = Array.from(vote.weight, () => perVoter.n);
  const weight = Array.from(vote.weight, (count) => BigInt(count));
  const payers = (project: number): Payer[] =>
    Array.from(vote.supporters[project]!, (group, i) => ({ group, unit: BigInt(vote.scores[project]?.[i] ?? 1) }));
  const others = (project: number): Payer[] => {
    const inside = new Set(vote.supporters[project]);
    return weight.map((_, group) => ({ group, unit: 1n })).filter(({ group }) => !inside.has(group));
  };
  const held = (from: readonly Payer[]): bigint =>
    from.reduce((sum, { group }) => sum + weight[group]! * money[group]!, 0n);
  // Smallest ρ with Σ min(money, ρ·unit) = need: those who cannot pay ρ·unit give all, the rest share what remains.
  const level = (from: readonly Payer[], need: bigint): Rational | null => {
    if (held(from) < need) return null;
    let rich = from.filter(({ group }) => money[group]! > 0n);
    let rest = need;
    for (;;) {
      const units = rich.reduce((sum, { group, unit }) => sum + weight[group]! * unit, 0n);
      if (units === 0n) return { n: 0n, d: 1n };
      const poor: Payer[] = [];
      const stay: Payer[] = [];
      for (const payer of rich) (money[payer.group]! * units < rest * payer.unit ? poor : stay).push(payer);
      if (poor.length === 0) return ratio(rest, units * denominator);
      rest -= held(poor);
      rich = stay;
    }
  };
  const take = (from: readonly Payer[], rho: Rational): void => {
    const common = gcd(denominator, rho.d);
    const factor = rho.d / common;
    if (factor > 1n) {
      denominator *= factor;
      for (let group = 0; group < money.length; group++) money[group] = money[group]! * factor;
    }
    const step = rho.n * (denominator / rho.d);
    for (const { group, unit } of from) {
      const due = step * unit;
      money[group] = money[group]! <= due ? 0n : money[group]! - due;
    }
  };
  const need = (project: number): bigint => BigInt(vote.cost[project]!) * denominator;
  const extra = (project: number): Rational | null => {
    const missing = need(project) - held(payers(project));
    return missing <= 0n ? ratio(0) : level(others(project), missing);
  };
  return {
    price(project) {
      const from = payers(project);
      return { rho: level(from, need(project)), held: ratio(held(from), denominator) };
    },
    pay(project) {
      const from = payers(project);
      const rho = level(from, need(project));
      if (!rho) throw new RangeError(`project ${vote.ids[project]} cannot be paid by its supporters`);
      take(from, rho);
      return rho;
    },
    priceWithExtra: extra,
    payWithExtra(project) {
      const rho = extra(project);
      if (!rho) throw new RangeError(`project ${vote.ids[project]} cannot be paid by all voters`);
      const rest = others(project);
      for (const { group } of payers(project)) money[group] = 0n;
      take(rest, rho);
      return rho;
    },
    of: (group) => ratio(money[group]!, denominator),
  };
}
