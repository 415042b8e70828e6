import { AbilityBuilder, createMongoAbility, subject, type MongoAbility } from '@casl/ability';
import { packRules } from '@casl/ability/extra';
import { actor } from './context.js';
import type { Actor } from './actor.js';
import { denied } from './errors.js';

/** Rules of one actor, shared in form with the console. */
export type Access = MongoAbility;
/** Adds a rule: `can(acts, kind, conditions?)`. */
export type Can = AbilityBuilder<Access>['can'];

/** What a part of the house lets an actor do: `grants(actor, can, cannot)`. */
export type Grants = (who: Actor, can: Can, cannot: Can) => void;

const registered: Grants[] = []; // filled once at start from the parts; rules are code, not tenant data
const known = new WeakMap<Actor, Access>();

/** Makes the parts' grants known; called once when the program is put together. */
export function registerGrants(grants: readonly Grants[]): void {
  registered.splice(0, registered.length, ...grants);
}

/** The rules of an actor, built once per actor object. */
export function accessOf(who: Actor): Access {
  let access = known.get(who);
  if (!access) {
    const { can, cannot, build } = new AbilityBuilder<Access>(createMongoAbility);
    for (const grants of registered) grants(who, can, cannot);
    access = build();
    known.set(who, access);
  }
  return access;
}

/** Whether the current actor may do this to this thing (a plain object) or to things of this kind. */
export function may(act: string, kind: string, thing?: object): boolean {
  const access = accessOf(actor());
  return thing ? access.can(act, subject(kind, { ...thing }) as never) : access.can(act, kind);
}

/** Throws `denied` unless the current actor may. Services call this first. */
export function demand(act: string, kind: string, thing?: object, code = 'denied'): void {
  if (!may(act, kind, thing)) throw denied(actor().kind === 'visitor' ? 'sign_in_first' : code);
}

/** The rules of the current actor as JSON, packed as CASL packs them: the console asks the same questions of them. */
export const packedRules = (): string => JSON.stringify(packRules(accessOf(actor()).rules));
