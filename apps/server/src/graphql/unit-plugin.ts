import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import { GraphQLError, Kind } from 'graphql';
import { context, denied, DomainError } from '@madang/kernel';
import type { Limits } from '../http/limits.js';
import type { Program } from '../program.js';

/** What an operation is given beside the context of its request. */
export interface OperationContext {
  /** Address it came from, for limits. */
  address?: string;
}

const SENDS_MAIL: ReadonlySet<string> = new Set(['register', 'requestSignInLink', 'invitePerson']);

/** Before execution Apollo passes only its own errors on; the cause is explained by `formatError`. */
const refusal = (error: DomainError): GraphQLError =>
  new GraphQLError(error.code, { originalError: error, extensions: { http: { status: error.status } } });

/**
 * One unit of work per operation: read-only for queries, one transaction for all fields of a
 * mutation. It is committed before the answer is sent; an error in any field of a mutation undoes all.
 */
export function unitPlugin(program: Program, limits: Limits): ApolloServerPlugin<OperationContext> {
  return {
    async requestDidStart(): Promise<GraphQLRequestListener<OperationContext>> {
      await Promise.resolve();
      return {
        async didResolveOperation({ operation, contextValue }) {
          const current = context();
          const writes = operation?.operation === 'mutation';
          const { scopes } = current.actor;
          if (writes && scopes && !scopes.includes('write')) throw refusal(denied('token_may_not_write'));
          // Operations that send mail to an address somebody names are counted like their pages.
          const mails = operation?.selectionSet.selections.some(
            (s) => s.kind === Kind.FIELD && SENDS_MAIL.has(s.name.value),
          );
          if (mails)
            await limits
              .take({ name: 'mail-link', points: 20, seconds: 900 }, contextValue.address ?? '')
              .catch((error: unknown) => {
                throw error instanceof DomainError ? refusal(error) : error;
              });
          current.unit = program.database.unit(current.tenant, !writes);
        },
        async willSendResponse({ response, operation }) {
          const current = context();
          const { unit } = current;
          current.unit = undefined;
          if (!unit) return;
          const failed = response.body.kind === 'single' && (response.body.singleResult.errors?.length ?? 0) > 0;
          if (failed && operation?.operation === 'mutation') await unit.rollback();
          else await unit.commit();
        },
      };
    },
  };
}
