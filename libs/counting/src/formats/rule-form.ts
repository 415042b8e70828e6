/** What a part of a rule may be; a list holds the allowed texts, an object the form of a nested part. */
export type Form =
  'whole' | 'flag' | 'share' | 'text' | 'texts' | 'wholes' | readonly string[] | { readonly [key: string]: Form };

const BORDER: Form = { share: 'share', over: 'flag', of: ['cast', 'valid', 'expressed', 'eligible'] };
const QUORUM: Form = { share: 'share', atLeast: 'whole', measure: ['cast', 'support'] };

/** The form of the tie rule of every method; `steps` belong to budgets. */
export const TIES_FORM: Form = { order: 'texts', seed: 'text', exclude: ['first', 'last'], steps: 'texts' };

/** The form of the decision of marks and Borda counts. */
export const DECISION_FORM: Form = { seats: 'whole', border: BORDER, quorum: QUORUM };

const NAMES = [
  'scottish',
  'meek',
  'meek-prf',
  'warren',
  'wigm',
  'wigm-prf',
  'wigm-prf-batch',
  'cfer',
  'cfer-batch',
  'minneapolis',
  'qpq',
];

/** The form of the rule of each method: every key that a count reads, so that a misspelt one is refused, not ignored. */
export const RULE_FORMS: { readonly [method: string]: Form } = {
  marks: {
    kind: ['choose-one', 'approval', 'score', 'cumulative', 'quadratic'],
    min: 'whole',
    max: 'whole',
    points: 'whole',
    maxPerOption: 'whole',
    credits: 'whole',
    negative: 'flag',
  },
  borda: { scale: ['from-zero', 'from-one', 'dowdall'], unranked: ['average', 'nothing'] },
  'yes-no': { border: BORDER, quorum: QUORUM },
  stances: { kind: ['consent', 'consensus'], objectionsAllowed: 'whole', share: 'share', quorum: QUORUM },
  irv: {
    overvotes: ['exhaust', 'skip', 'exhaust-if-standing'],
    maxSkipped: 'whole',
    repeated: ['skip', 'exhaust'],
    batch: 'flag',
    untilTwo: 'flag',
    minimum: 'whole',
    majorityOf: ['continuing', 'first-round'],
    undeclared: 'wholes',
    lookBack: 'flag',
  },
  stv: { rule: NAMES, seats: 'whole', arithmetic: ['guarded', 'fractions'], undeclared: 'wholes' },
  condorcet: {
    method: ['schulze', 'ranked-pairs', 'minimax'],
    strength: ['winning-votes', 'margins'],
    against: { option: 'whole', quorum: 'whole', ratio: 'share' },
  },
  budget: {
    method: ['greedy', 'equal-shares', 'phragmen'],
    by: ['votes', 'score', 'votes-per-cost', 'score-per-cost'],
    onMisfit: ['skip', 'stop'],
    threshold: 'share',
    lastProjectShare: 'share',
    utility: ['cost', 'cardinality'],
    completion: ['none', 'add1', 'add1u', 'utilitarian', 'epsilon'],
    increment: 'whole',
    stopWhenExhaustive: 'flag',
    comparison: 'flag',
  },
};

/** Keys without which a rule says nothing. */
export const NEEDED: { readonly [path: string]: readonly string[] } = {
  marks: ['kind'],
  score: ['min', 'max'],
  cumulative: ['points'],
  quadratic: ['credits'],
  stances: ['kind'],
  stv: ['rule', 'seats'],
  condorcet: ['method'],
  budget: ['method'],
};

const whole = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

// A whole number (marks may be negative, elsewhere the count itself checks) or exact text: `2/3`, `0.05`.
const share = (value: unknown): boolean =>
  whole(value) || (typeof value === 'string' && /^\d+(\.\d+)?$|^\d+\/0*[1-9]\d*$/.test(value));

/** The first part of `value` that has another form, as a path and a reason; undefined when all is right. */
export function wrongPart(value: unknown, form: Form, path: string): { path: string; reason: string } | undefined {
  const wrong = (right: boolean, reason: string) => (right ? undefined : { path, reason });
  if (form === 'whole') return wrong(Number.isSafeInteger(value), 'must be a whole number');
  if (form === 'flag') return wrong(typeof value === 'boolean', 'must be true or false');
  if (form === 'text') return wrong(typeof value === 'string', 'must be a text');
  if (form === 'share') return wrong(share(value), 'must be an exact share such as "2/3"');
  if (form === 'texts')
    return wrong(Array.isArray(value) && value.every((part) => typeof part === 'string'), 'must be a list of texts');
  if (form === 'wholes') return wrong(Array.isArray(value) && value.every(whole), 'must be a list of whole numbers');
  if (Array.isArray(form)) return wrong(form.includes(value), `must be one of ${form.join(', ')}`);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { path, reason: 'must be an object' };
  for (const [key, part] of Object.entries(value)) {
    const own = Object.hasOwn(form, key) ? (form as { [key: string]: Form })[key] : undefined;
    if (own === undefined) return { path: `${path}/${key}`, reason: 'is not known here' };
    const found = wrongPart(part, own, `${path}/${key}`);
    if (found) return found;
  }
  return undefined;
}
