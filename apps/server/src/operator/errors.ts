import { unwrapResolverError } from '@apollo/server/errors';
import { DomainError } from '@madang/kernel';
import { TenancyError } from '@madang/platform-tenancy';

/** What an operator asked for that cannot be done, as an error both the API and the console can explain. */
export function forOperators(error: unknown): unknown {
  const thrown = unwrapResolverError(error);
  if (!(thrown instanceof TenancyError)) return error;
  const kind = thrown.code.endsWith('_unknown') ? 'missing' : thrown.code.endsWith('_invalid') ? 'invalid' : 'conflict';
  return new DomainError(kind, `tenancy_${thrown.code}`, { value: thrown.value });
}
