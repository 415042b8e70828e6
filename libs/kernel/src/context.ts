import { AsyncLocalStorage } from 'node:async_hooks';
import type { Actor } from './actor.js';
import { VISITOR } from './actor.js';
import type { Tenant } from './tenant.js';
import type { Unit } from './unit.js';

/** Everything that belongs to one request or job. Read it through the functions below; they throw outside. */
export interface Context {
  readonly tenant: Tenant;
  readonly requestId: string;
  actor: Actor;
  locale: string;
  now: () => Date;
  /** Seeds and imports: events are recorded, but nobody is told of what happened long ago. */
  quiet?: boolean;
  /** The one unit of work of this context, once a face has declared it. */
  unit?: Unit;
}

const storage = new AsyncLocalStorage<Context>();

/** Runs `work` inside a context; everything it awaits sees the same tenant and actor. */
export function inContext<T>(context: Context, work: () => T): T {
  return storage.run(context, work);
}

/** A new context for a tenant; the actor is a visitor until someone is recognised. */
export function newContext(tenant: Tenant, parts: Partial<Omit<Context, 'tenant'>> = {}): Context {
  return {
    tenant,
    requestId: parts.requestId ?? 'none',
    actor: parts.actor ?? VISITOR,
    locale: parts.locale ?? tenant.locale,
    now: parts.now ?? (() => new Date()),
  };
}

/**
 * Looks again at who acts in a context that lasts, and at the tenant as it is now. Requests and jobs are short and never need it;
 * whoever follows something for an hour does.
 */
export function renew(current: Context, tenant: Tenant, actor: Actor): void {
  if (current.tenant.id !== tenant.id) throw new Error('a context stays with its tenant');
  Object.assign(current, { tenant, actor });
}

/** The current context; throws where there is none, so forgotten scopes fail instead of guessing. */
export function context(): Context {
  const current = storage.getStore();
  if (!current) throw new Error('no tenant context: this code runs outside a request or job');
  return current;
}

/** The current context or nothing; only for logs and metrics. */
export const contextIfAny = (): Context | undefined => storage.getStore();

/** The tenant all work of this request or job belongs to. */
export const tenant = (): Tenant => context().tenant;
/** Whoever acts in this request or job. */
export const actor = (): Actor => context().actor;
/** The time that rules are judged by; tests set it. */
export const now = (): Date => context().now();
