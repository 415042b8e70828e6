import type { Can } from './access.js';
import type { Actor } from './actor.js';

/** Built-in bundles of permissions. `space_organiser` holds them in the spaces one organises; an administrator holds all. */
export const STANDINGS = ['member', 'space_organiser', 'officer', 'administrator'] as const;
export type Standing = (typeof STANDINGS)[number];

/** One thing a role may allow. A part declares its own in `permissions`, under `<area>.<verb>`. */
export interface Permission {
  /** What it lets people do, for whoever gives it; verbs, in both languages of the house. */
  words: { ko: string; en: string };
  /** Whether it has a meaning inside one space, and may be given for single ones. */
  spaces?: boolean;
  /** Standings that hold it without a role, beside administrators. */
  standings?: readonly Standing[];
}

/** Permissions a person has by roles of the tenant's own. */
export interface Granted {
  site: ReadonlySet<string>;
  spaces: ReadonlyMap<string, ReadonlySet<string>>;
}

const registered = new Map<string, Permission>(); // process-wide: filled once at start from the parts; code, not tenant data

/** Makes the parts' permissions known; called once when the program is put together. */
export function registerPermissions(parts: readonly { permissions?: Readonly<Record<string, Permission>> }[]): void {
  registered.clear();
  for (const { permissions } of parts)
    for (const [name, permission] of Object.entries(permissions ?? {})) {
      if (registered.has(name)) throw new Error(`two parts declare the permission ${name}`);
      registered.set(name, permission);
    }
}

/** Every permission there is, in the order of the parts. */
export const permissions = (): ReadonlyMap<string, Permission> => registered;

/** Whether an actor holds a permission in the whole site, or in one space. @throws for a name no part declares */
export function holds(who: Actor, name: string, spaceId?: string | null): boolean {
  const where = heldWhere(who, name);
  return where === 'everywhere' || (spaceId != null && where.includes(spaceId));
}

/** Where an actor holds a permission: everywhere, or in these spaces. */
export function heldWhere(who: Actor, name: string): 'everywhere' | string[] {
  const permission = registered.get(name);
  if (!permission) throw new Error(`no part declares the permission "${name}"`);
  if (who.role === 'administrator' || who.granted?.site.has(name)) return 'everywhere';
  const standings = permission.standings ?? [];
  if (who.role !== 'visitor' && standings.includes('member')) return 'everywhere';
  if (who.role === 'officer' && standings.includes('officer')) return 'everywhere';
  const found = new Set<string>();
  if (standings.includes('space_organiser'))
    for (const [id, role] of who.spaces) if (role === 'organiser') found.add(id);
  for (const [id, names] of who.granted?.spaces ?? []) if (names.has(name)) found.add(id);
  return [...found];
}

/** Lets whoever holds a permission do these acts: to all things of a kind, or to those of the spaces where they hold it. */
export function grantHeld(who: Actor, can: Can, name: string, acts: string | string[], kind: string): void {
  const where = heldWhere(who, name);
  if (where === 'everywhere') can(acts, kind);
  else for (const spaceId of where) can(acts, kind, { spaceId });
}

/** Whether somebody works on the site in any way, beyond taking part in it. */
export const worksHere = (who: Actor): boolean =>
  who.role === 'officer' ||
  who.role === 'administrator' ||
  [...who.spaces.values()].includes('organiser') ||
  (who.granted !== undefined && (who.granted.site.size > 0 || who.granted.spaces.size > 0));
