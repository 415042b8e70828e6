import { createContext, useCallback, useContext, useMemo, type ReactNode } from 'react';
import { createMongoAbility, subject, type MongoAbility } from '@casl/ability';
import { unpackRules, type PackRule } from '@casl/ability/extra';
import type { PlanFeature } from './frame/feature.js';

/** Who sits at the screen, and where. */
export interface Session {
  area: 'tenant' | 'operator';
  person: { id: string; name: string; email: string | null; standing: string };
  /** Packed CASL rules, the same that the services demand. */
  rules: readonly unknown[];
  /** What the plan of the site has and leaves out; absent where nothing is left out. */
  features?: readonly PlanFeature[];
  /** The site whose console this is; for operators the platform. */
  site: { name: string; url: string; locale: string; locales: readonly string[]; timeZone: string };
}

const Here = createContext<{ session: Session; access: MongoAbility } | undefined>(undefined);

/** Makes the session known to every screen. */
export function SessionProvider(props: { session: Session; children: ReactNode }): ReactNode {
  const value = useMemo(
    () => ({
      session: props.session,
      access: createMongoAbility(unpackRules(props.session.rules as PackRule<never>[])),
    }),
    [props.session],
  );
  return <Here.Provider value={value}>{props.children}</Here.Provider>;
}

/** Who sits at the screen, and whose console it is. */
export function useSession(): Session {
  const here = useContext(Here);
  if (!here) throw new Error('no session here: the screen stands outside the console');
  return here.session;
}

/** Asks the shared rules: `may('design', 'Site')`, `may('answer', 'Proposal', { officerId })`. The server asks again. */
export function useMay(): (verb: string, kind: string, thing?: object) => boolean {
  const here = useContext(Here);
  return useCallback(
    (verb, kind, thing) =>
      here !== undefined &&
      (thing ? here.access.can(verb, subject(kind, { ...thing }) as never) : here.access.can(verb, kind)),
    [here],
  );
}
