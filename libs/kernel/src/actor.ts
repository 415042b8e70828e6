import type { Granted } from './permissions.js';

/** Standing in the whole tenant, in rising order; an officer and an administrator also stand above organisers. */
export const ROLES = ['visitor', 'member', 'organiser', 'officer', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

/** Standing in one space. */
export type SpaceRole = 'member' | 'organiser';

/** Whoever acts. Rights are asked of `Access` and `holds`, never of these fields directly. */
export interface Actor {
  kind: 'visitor' | 'person' | 'token' | 'system' | 'support';
  personId: string | null;
  displayName: string | null;
  email: string | null;
  role: Role;
  spaces: ReadonlyMap<string, SpaceRole>;
  departmentId: string | null;
  sessionId: string | null;
  /** What an API token may do; null: no limit beyond the person's own rights. */
  scopes: readonly string[] | null;
  /** What roles of the tenant's own add to the standing. */
  granted?: Granted;
  /** Somebody who has proved one factor and owes the other: a visitor until they have. */
  halfway?: Halfway;
  /** The visit that somebody of the host's support is on. */
  visit?: Visit;
}

/** A session that opens nothing yet: its person has to enter a code, or to set up a second factor first. */
export interface Halfway {
  personId: string;
  sessionId: string;
  stage: 'code' | 'enrol';
}

/** A time-boxed visit of the host's support. */
export interface Visit {
  id: string;
  operator: string;
  reason: string;
  onBehalfOf: string | null;
  mayWrite: boolean;
  expiresAt: Date;
}

/** Whether an actor may look and never change anything: a support visit without a pen. */
export const readsOnly = (who: Actor): boolean => who.visit !== undefined && !who.visit.mayWrite;

/** Nobody in particular: a reader without an account. */
export const VISITOR: Actor = Object.freeze({
  kind: 'visitor',
  personId: null,
  displayName: null,
  email: null,
  role: 'visitor',
  spaces: new Map<string, SpaceRole>(),
  departmentId: null,
  sessionId: null,
  scopes: null,
});

/** The software itself: jobs, rules, seeds and imports. */
export const SYSTEM: Actor = Object.freeze({ ...VISITOR, kind: 'system', role: 'administrator' });
