/** Agree, disagree and all votes (with passes) of a group on every statement. */
export interface GroupVotes {
  readonly members: number;
  readonly agree: readonly number[];
  readonly disagree: readonly number[];
  readonly seen: readonly number[];
}

export const Z90 = 1.2816;

/** Test of one proportion against a half, smoothed: 2·sqrt(n+1)·((s+1)/(n+1) - 1/2). */
export const proportionTest = (s: number, n: number): number => 2 * Math.sqrt(n + 1) * ((s + 1) / (n + 1) - 0.5);

/** Test of two proportions, all counts + 1; 0 where everyone agrees. */
export function twoProportionTest(s1: number, s2: number, n1: number, n2: number): number {
  const [a, b, m, n] = [s1 + 1, s2 + 1, n1 + 1, n2 + 1];
  const pooled = (a + b) / (m + n);
  return pooled === 1 ? 0 : (a / m - b / n) / Math.sqrt(pooled * (1 - pooled) * (1 / m + 1 / n));
}

const rate = (n: number, seen: number): number => (n + 1) / (seen + 2);

/** Group-aware consensus: the product over groups of (agree + 1) / (seen + 2), high only if every group agrees. */
export function groupAwareConsensus(groups: readonly GroupVotes[]): number[] {
  const statements = groups[0]?.agree.length ?? 0;
  return Array.from({ length: statements }, (_, s) =>
    groups.reduce((all, g) => all * rate(g.agree[s]!, g.seen[s]!), 1),
  );
}

/** The disagree side: what every group rejects; and the weakest group on either side. */
export function groupAwareDisagreement(groups: readonly GroupVotes[]): {
  product: number[];
  leastAgree: number[];
  leastDisagree: number[];
} {
  const statements = Array.from({ length: groups[0]?.agree.length ?? 0 }, (_, s) => s);
  const least = (of: 'agree' | 'disagree') =>
    statements.map((s) => Math.min(...groups.map((g) => rate(g[of][s]!, g.seen[s]!))));
  const product = statements.map((s) => groups.reduce((all, g) => all * rate(g.disagree[s]!, g.seen[s]!), 1));
  return { product, leastAgree: least('agree'), leastDisagree: least('disagree') };
}

/** How a group differs on one statement from everyone else. */
export interface Representative {
  readonly statement: number;
  readonly side: 'agree' | 'disagree';
  readonly success: number;
  readonly seen: number;
  readonly probability: number;
  readonly probabilityTest: number;
  /** How many times likelier than in the rest, and the test of that. */
  readonly ratio: number;
  readonly ratioTest: number;
  readonly bestAgree?: boolean;
}

interface Scored {
  readonly statement: number;
  readonly agree: number;
  readonly disagree: number;
  readonly seen: number;
  readonly pa: number;
  readonly pd: number;
  readonly pat: number;
  readonly pdt: number;
  readonly ra: number;
  readonly rd: number;
  readonly rat: number;
  readonly rdt: number;
}

function scored(group: GroupVotes, others: readonly GroupVotes[], statement: number): Scored {
  const [agree, disagree, seen] = [group.agree[statement]!, group.disagree[statement]!, group.seen[statement]!];
  const sum = (of: 'agree' | 'disagree' | 'seen'): number =>
    others.reduce((all, other) => all + other[of][statement]!, 0);
  const [restAgree, restDisagree, restSeen] = [sum('agree'), sum('disagree'), sum('seen')];
  const pa = rate(agree, seen);
  const pd = rate(disagree, seen);
  return {
    statement,
    agree,
    disagree,
    seen,
    pa,
    pd,
    pat: proportionTest(agree, seen),
    pdt: proportionTest(disagree, seen),
    ra: pa / rate(restAgree, restSeen),
    rd: pd / rate(restDisagree, restSeen),
    rat: twoProportionTest(agree, restAgree, seen, restSeen),
    rdt: twoProportionTest(disagree, restDisagree, seen, restSeen),
  };
}

function shown(s: Scored, bestAgree = false): Representative {
  const base = { statement: s.statement, seen: s.seen, ...(bestAgree ? { bestAgree } : {}) };
  const agree: Representative = {
    ...base,
    side: 'agree',
    success: s.agree,
    probability: s.pa,
    probabilityTest: s.pat,
    ratio: s.ra,
    ratioTest: s.rat,
  };
  if (s.rat > s.rdt) return agree;
  const { pd: probability, pdt: probabilityTest, rd: ratio, rdt: ratioTest } = s;
  return { ...base, side: 'disagree', success: s.disagree, probability, probabilityTest, ratio, ratioTest };
}

const metric = (r: Representative): number => r.ratio * r.ratioTest * r.probability * r.probabilityTest;

/**
 * The five statements that tell a group apart (Polis repness.clj): the best agreed one, then those whose difference and
 * whose majority are both significant at 90 %, by the product of ratio, its test, probability and its test; agreed ones
 * are listed before disagreed ones. The best agreed one is shown by its stronger side, as upstream. If none is significant, the best agreed or the most different one alone.
 */
export function representative(
  groups: readonly GroupVotes[],
  group: number,
  drop: (statement: number) => boolean = () => false,
): Representative[] {
  const own = groups[group]!;
  const others = groups.filter((_, g) => g !== group);
  const all = own.agree.flatMap((_, statement) => (drop(statement) ? [] : [scored(own, others, statement)]));
  let bestAgree: Scored | undefined;
  let best: Scored | undefined;
  const sufficient: Scored[] = [];
  for (const s of all) {
    if ((s.rat > Z90 && s.pat > Z90) || (s.rdt > Z90 && s.pdt > Z90)) sufficient.push(s);
    if (!best || Math.max(s.rat, s.rdt) > Math.max(best.rat, best.rdt)) best = s;
    if (s.agree === 0 && s.disagree === 0) continue;
    const better = bestAgree
      ? bestAgree.ra > 1
        ? s.ra * s.rat * s.pa * s.pat > bestAgree.ra * bestAgree.rat * bestAgree.pa * bestAgree.pat
        : s.pa * s.pat > bestAgree.pa * bestAgree.pat
      : s.pat > Z90 || (s.ra > 1 && s.pa > 0.5);
    if (better) bestAgree = s;
  }
  if (sufficient.length === 0) {
    if (bestAgree) return [shown(bestAgree, true)];
    return best ? [shown(best)] : [];
  }
  const rest = sufficient.filter((s) => s !== bestAgree).map((s) => shown(s));
  rest.sort((a, b) => metric(b) - metric(a));
  const picked = [...(bestAgree ? [shown(bestAgree, true)] : []), ...rest].slice(0, 5);
  return [...picked.filter(({ side }) => side === 'agree'), ...picked.filter(({ side }) => side === 'disagree')];
}

/** Statements on which all participants together agree (or disagree) beyond doubt: p > 1/2 at 90 %, top five by p · test. */
export function overallConsensus(
  everyone: GroupVotes,
  drop: (statement: number) => boolean = () => false,
): { agree: Representative[]; disagree: Representative[] } {
  const side = (of: 'agree' | 'disagree'): Representative[] =>
    everyone[of]
      .flatMap((success, statement): Representative[] => {
        const seen = everyone.seen[statement]!;
        const probability = rate(success, seen);
        const probabilityTest = proportionTest(success, seen);
        if (drop(statement) || probability <= 0.5 || probabilityTest <= Z90) return [];
        return [{ statement, side: of, success, seen, probability, probabilityTest, ratio: 1, ratioTest: 0 }];
      })
      .sort((a, b) => b.probability * b.probabilityTest - a.probability * a.probabilityTest)
      .slice(0, 5);
  return { agree: side('agree'), disagree: side('disagree') };
}

/**
 * How urgently a statement should be shown next: importance × (1 + 8·2^(-seen/5)), squared, so that new and telling
 * statements rise; meta statements count 7. Importance: (1 - passes) · (extremity + 1) · agreement, all smoothed.
 */
export function priority(agree: number, disagree: number, seen: number, extremity: number, meta = false): number {
  const passes = rate(seen - agree - disagree, seen);
  const importance = (1 - passes) * (extremity + 1) * rate(agree, seen);
  return (meta ? 7 : importance * (1 + 8 * 2 ** (-seen / 5))) ** 2;
}
