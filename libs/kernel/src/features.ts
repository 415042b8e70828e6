import { actor } from './context.js';
import { denied } from './errors.js';
import { inLanguage } from './language.js';

/** Something that a plan may leave out. A part declares its own in `features`; plans name them. */
export interface Feature {
  /** What it is called, for whoever chooses a plan and whoever misses it. */
  words: { ko: string; en: string };
}

/** What the plan of a tenant says of features. */
export interface PlanFeatures {
  /** Name of the plan, in both languages of the house. */
  plan: Record<string, string>;
  has: readonly string[];
  /** Allowed by the plan, and switched off for this tenant. */
  off: readonly string[];
}

/** Tells what the current tenant's plan says. */
export type FeatureSource = () => Promise<PlanFeatures>;

const registered = new Map<string, Feature>(); // process-wide: filled once at start from the parts; code, not tenant data
let source: FeatureSource | undefined; // process-wide: code, set once at start; what it tells is per tenant

/** Makes the parts' features known; called once when the program is put together. */
export function registerFeatures(parts: readonly { features?: Readonly<Record<string, Feature>> }[]): void {
  registered.clear();
  for (const { features: own } of parts)
    for (const [name, feature] of Object.entries(own ?? {})) {
      if (registered.has(name)) throw new Error(`two parts declare the feature ${name}`);
      registered.set(name, feature);
    }
}

/** Every feature there is, in the order of the parts. */
export const features = (): ReadonlyMap<string, Feature> => registered;

/** Makes known who knows the plans; without one everything is there. */
export function registerFeatureSource(given: FeatureSource | undefined): void {
  source = given;
}

/** Why the current tenant does not have a feature; undefined where it has. @throws for a name no part declares */
export async function withheld(name: string): Promise<'plan' | 'off' | undefined> {
  if (!source) return undefined;
  if (!registered.has(name)) throw new Error(`no part declares the feature "${name}"`);
  const { has, off } = await source();
  return has.includes(name) ? undefined : off.includes(name) ? 'off' : 'plan';
}

/**
 * Lets something be made only where the plan of the tenant has the feature. Services ask after `demand`, so that whoever may not
 * learns nothing of the plan. What was made before stays: a plan keeps nobody from reading it, nor from taking it back. The
 * software itself (imports, seeds, the command line) is not held back.
 * @throws DomainError denied `feature_not_in_plan` or `feature_switched_off`
 */
export async function demandFeature(name: string): Promise<void> {
  if (actor().kind === 'system') return;
  const why = await withheld(name);
  if (!why) return;
  const feature = inLanguage(registered.get(name)!.words);
  if (why === 'off') throw denied('feature_switched_off', { feature });
  throw denied('feature_not_in_plan', { feature, plan: inLanguage((await source!()).plan) });
}
