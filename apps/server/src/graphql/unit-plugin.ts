import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import { context } from '@madang/kernel';
import type { Program } from '../program.js';

/**
 * One unit of work per operation: read-only for queries, one transaction for all fields of a
 * mutation. It is committed before the answer is sent; an error in any field of a mutation undoes all.
 */
export function unitPlugin(program: Program): ApolloServerPlugin {
  return {
    async requestDidStart(): Promise<GraphQLRequestListener<object>> {
      await Promise.resolve();
      return {
        async didResolveOperation({ operation }) {
          await Promise.resolve();
          const current = context();
          current.unit = program.database.unit(current.tenant, operation?.operation !== 'mutation');
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
