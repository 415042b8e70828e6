import { AsyncLocalStorage } from 'node:async_hooks';
import { denied } from '@madang/kernel';

/** What operators may be, in falling order of what they may do. */
export const OPERATOR_ROLES = ['owner', 'operator', 'support', 'reader'] as const;
export type OperatorRole = (typeof OPERATOR_ROLES)[number];

/** An operator as requests know them. */
export interface OperatorActor {
  id: string;
  email: string;
  name: string;
  role: OperatorRole;
}

/**
 * How far somebody has come with signing in. `password`: the password fitted, a code is still wanted;
 * `enrolling`: the password fitted and there is no second factor yet; `full`: all rights of the role.
 */
export type SignInStage = 'password' | 'enrolling' | 'full';

/** Everything that belongs to one request of the operators' API, beside any tenant. */
export interface OperatorContext {
  readonly requestId: string;
  readonly address: string;
  readonly userAgent: string;
  locale: string;
  now: () => Date;
  operator: OperatorActor | null;
  session: { id: string; stage: SignInStage } | null;
  /** Gives the browser the secret of a session, or takes it away. */
  keep: (secret: string | null) => void;
}

const storage = new AsyncLocalStorage<OperatorContext>();

/** Runs `work` as a request of an operator; everything it awaits sees the same one. */
export const inOperatorContext = <T>(context: OperatorContext, work: () => T): T => storage.run(context, work);

/** The current request of an operator; throws elsewhere. */
export function operatorContext(): OperatorContext {
  const current = storage.getStore();
  if (!current) throw new Error('no operator context: this code runs outside the operators’ API');
  return current;
}

/** The current request of an operator or nothing: jobs and the command line have none. */
export const operatorContextIfAny = (): OperatorContext | undefined => storage.getStore();

/** Whoever acts, signed in with both factors. @throws DomainError denied */
export function operator(): OperatorActor {
  const { operator: who, session } = operatorContext();
  if (!who || session?.stage !== 'full') throw denied('operator_sign_in_first');
  return who;
}

/** Who acts as the audit names them. */
export const operatorName = (who: OperatorActor = operator()): string => `operator:${who.id}`;
