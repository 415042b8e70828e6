import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { contextIfAny, DomainError, type FieldProblem } from '@madang/kernel';
import type { Log } from '../log.js';
import { isBadValue, isReadOnly } from '../http/faces.js';

/**
 * What a client sees of an error: `extensions.code` is the key that explains it, the message says it
 * in the reader's language, `fields` names inputs and says what is wrong with each. Anything unexpected is logged and told as `internal`.
 */
export function formatError(
  formatted: GraphQLFormattedError,
  error: unknown,
  log: Log,
  faces: { explain(error: DomainError): string; explainField(problem: FieldProblem): string },
): GraphQLFormattedError {
  // Refused before anything ran: Apollo unwraps only what a field threw.
  const refusal = error instanceof GraphQLError && error.originalError instanceof DomainError;
  const thrown: unknown = refusal ? error.originalError : unwrapResolverError(error);
  const cause = isBadValue(thrown)
    ? new DomainError('invalid', 'invalid')
    : isReadOnly(thrown)
      ? new DomainError('denied', 'support_reads_only')
      : thrown;
  const { locations, path } = formatted;
  if (cause instanceof DomainError)
    return {
      message: faces.explain(cause),
      locations,
      path,
      extensions: {
        code: cause.code,
        kind: cause.kind,
        status: cause.status,
        params: cause.params,
        ...(cause.fields.length > 0
          ? { fields: cause.fields.map((one) => ({ ...one, message: faces.explainField(one) })) }
          : {}),
      },
    };
  // Apollo gives every validation error the same code; ours carry their key as the message.
  const refused = /^errors\.(query_too_\w+)$/.exec(formatted.message)?.[1];
  if (refused)
    return {
      message: faces.explain(new DomainError('invalid', refused)),
      locations,
      path,
      extensions: { code: refused },
    };
  const given = formatted.extensions?.['code'];
  const code = typeof given === 'string' ? given : '';
  const clients = [
    'GRAPHQL_PARSE_FAILED',
    'GRAPHQL_VALIDATION_FAILED',
    'BAD_USER_INPUT',
    'BAD_REQUEST',
    'OPERATION_RESOLUTION_FAILURE',
    'PERSISTED_QUERY_NOT_FOUND',
    'PERSISTED_QUERY_NOT_SUPPORTED',
  ];
  if (clients.includes(code)) return { message: formatted.message, locations, path, extensions: { code } };
  log.error({ error: cause, request: contextIfAny()?.requestId }, 'operation failed');
  return {
    message: faces.explain(new DomainError('invalid', 'internal')),
    locations,
    path,
    extensions: { code: 'internal', request: contextIfAny()?.requestId },
  };
}
