import { CountingRefusal } from '../errors.js';

/** A person of the pool with the features that quotas speak of. People of one household share its id. */
export interface PoolMember {
  readonly id: string;
  readonly features: Readonly<Record<string, string>>;
  readonly household?: string;
}

/** How many people with a value of a feature a panel must and may have. */
export interface Quota {
  readonly feature: string;
  readonly value: string;
  readonly min: number;
  readonly max: number;
}

/** What is drawn: a panel of `size` people that meets every quota, at most one of each household. */
export interface LotRequest {
  readonly pool: readonly PoolMember[];
  readonly quotas: readonly Quota[];
  readonly size: number;
}

/**
 * People who are the same to every quota are one type and get the same probability. Members of a household of several
 * people keep their household apart, because at most one of them may be drawn.
 */
export interface PoolTypes {
  readonly members: readonly (readonly number[])[];
  readonly count: Int32Array;
  /** For each type the quotas that it counts towards. */
  readonly quotas: readonly Int32Array[];
  /** For each type its household, or -1. */
  readonly household: Int32Array;
  readonly households: number;
}

/** Checks a request and joins equal people. @throws CountingRefusal for quotas that no panel of this pool can meet. */
export function poolTypes({ pool, quotas, size }: LotRequest): PoolTypes {
  if (!Number.isInteger(size) || size < 1) throw new CountingRefusal('the panel size must be a whole number > 0');
  if (pool.length < size) throw new CountingRefusal(`a panel of ${size} from a pool of ${pool.length}`);
  if (new Set(pool.map(({ id }) => id)).size !== pool.length)
    throw new CountingRefusal('a person is in the pool twice');
  const ranges = new Map<string, { min: number; max: number }>();
  for (const { feature, value, min, max } of quotas) {
    if (!Number.isInteger(min) || !Number.isInteger(max) || min < 0 || max < min)
      throw new CountingRefusal(`quota ${feature} = ${value}: ${min} to ${max} is no range`);
    const have = pool.filter(({ features }) => features[feature] === value).length;
    if (have < min) throw new CountingRefusal(`quota ${feature} = ${value} needs ${min}, the pool has ${have}`);
    const range = ranges.get(feature) ?? { min: 0, max: 0 };
    ranges.set(feature, { min: range.min + min, max: range.max + Math.min(max, have) });
  }
  for (const [feature, { min, max }] of ranges) {
    if (min > size) throw new CountingRefusal(`the least numbers of ${feature} add up to ${min}, more than ${size}`);
    const every = pool.every(({ features }) =>
      quotas.some((q) => q.feature === feature && q.value === features[feature]),
    );
    if (every && max < size)
      throw new CountingRefusal(`the most of ${feature} that can be drawn are ${max}, less than ${size}`);
  }
  const homes = new Map<string, number>();
  for (const { household } of pool) if (household !== undefined) homes.set(household, (homes.get(household) ?? 0) + 1);
  const shared = [...homes].filter(([, n]) => n > 1).map(([id]) => id);
  const homeAt = new Map(shared.map((id, i) => [id, i]));
  const groups = new Map<string, number[]>();
  pool.forEach(({ features, household }, person) => {
    const counted = quotas.flatMap(({ feature, value }, q) => (features[feature] === value ? [q] : []));
    const key = `${counted.join()}|${homeAt.get(household ?? '') ?? ''}`;
    const group = groups.get(key);
    if (group) group.push(person);
    else groups.set(key, [person]);
  });
  const members = [...groups.values()];
  const first = members.map((own) => pool[own[0]!]!);
  return {
    members,
    count: Int32Array.from(members, (own) => own.length),
    quotas: first.map(({ features }) =>
      Int32Array.from(quotas.flatMap(({ feature, value }, q) => (features[feature] === value ? [q] : []))),
    ),
    household: Int32Array.from(first, ({ household }) => homeAt.get(household ?? '') ?? -1),
    households: shared.length,
  };
}

/** How many people of each type a panel has. */
export type PanelCounts = Int32Array;

/** Does a panel meet size, quotas and households exactly? */
export function meetsQuotas(types: PoolTypes, { quotas, size }: LotRequest, panel: PanelCounts): boolean {
  const filled = new Int32Array(quotas.length);
  const homes = new Int32Array(types.households);
  let total = 0;
  for (let t = 0; t < panel.length; t++) {
    const own = panel[t]!;
    if (own < 0 || own > types.count[t]!) return false;
    total += own;
    for (const q of types.quotas[t]!) filled[q]! += own;
    if (types.household[t]! >= 0) homes[types.household[t]!]! += own;
  }
  return (
    total === size &&
    homes.every((n) => n <= 1) &&
    quotas.every(({ min, max }, q) => filled[q]! >= min && filled[q]! <= max)
  );
}
