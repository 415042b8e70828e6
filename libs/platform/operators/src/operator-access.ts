import { AbilityBuilder, createMongoAbility, subject, type MongoAbility } from '@casl/ability';
import { denied } from '@madang/kernel';
import { operator, operatorContext, type OperatorActor } from './operator-context.js';

/** What there is on the platform that somebody may be let at. */
export type PlatformThing =
  | 'Tenant'
  | 'Operator'
  | 'Log'
  | 'Upgrade'
  | 'Visit'
  | 'Health'
  | 'Announcement'
  | 'Plan'
  | 'Bill'
  | 'Design'
  | 'Mailbox'
  | 'Export';

/**
 * The rules of an operator. Everybody reads; who only reads takes no lists away as files. `support` may visit tenants without
 * changing anything;
 * `operator` runs tenants; `owner` also decides who is an operator and what things cost, and opens the mailbox of an installation
 * without a mail server: whoever reads a letter to sign in could be anybody.
 */
export function operatorAccess(who: OperatorActor): MongoAbility {
  const { can, build } = new AbilityBuilder<MongoAbility>(createMongoAbility);
  can('read', 'all');
  if (who.role !== 'reader') can('make', 'Export');
  if (who.role === 'support') can('open', 'Visit');
  if (who.role === 'operator') {
    can(['provision', 'run', 'export', 'erase', 'move', 'rescue'], 'Tenant');
    can(['open', 'write'], 'Visit');
    can('run', 'Upgrade');
    can('manage', ['Announcement', 'Bill', 'Design']);
  }
  if (who.role === 'owner') can('manage', 'all');
  return build();
}

const known = new WeakMap<OperatorActor, MongoAbility>();

function accessOf(who: OperatorActor): MongoAbility {
  let access = known.get(who);
  if (!access) known.set(who, (access = operatorAccess(who)));
  return access;
}

/** Whether the operator who acts may do this. */
export function operatorMay(act: string, thing: PlatformThing, one?: object): boolean {
  const access = accessOf(operator());
  return one ? access.can(act, subject(thing, { ...one }) as never) : access.can(act, thing);
}

/** Throws unless the operator who acts is signed in with both factors and may. Services call this first. */
export function demandOperator(act: string, thing: PlatformThing, one?: object): void {
  if (!operatorMay(act, thing, one)) throw denied('operator_denied');
}

/** The rules of whoever looks, as the console shares them; none before both factors. */
export function viewerRules(): object[] {
  const { operator: who, session } = operatorContext();
  return who && session?.stage === 'full' ? accessOf(who).rules : [];
}

/** Whether whoever looks is signed in with both factors and may; nobody may nothing. */
export function viewerMay(act: string, thing: PlatformThing): boolean {
  const { operator: who, session } = operatorContext();
  return who !== null && session?.stage === 'full' && accessOf(who).can(act, thing);
}
