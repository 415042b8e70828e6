import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import { GraphQLError, Kind, type DocumentNode, type SelectionSetNode } from 'graphql';
import { DomainError } from '@madang/kernel';
import { operatorContext } from '@madang/platform-operators';
import type { Limit, Limits } from '../http/limits.js';

const DOOR: Limit = { name: 'operator-door', points: 30, seconds: 600 };

/** Operations at which somebody could guess: counted per address, however often they stand in a document. */
const GUESSED = new Set([
  'signIn',
  'secondFactor',
  'useRecoveryCode',
  'finishEnrolment',
  'setUpOperator',
  'invitation',
]);

function guesses(set: SelectionSetNode, document: DocumentNode): number {
  let found = 0;
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) found += GUESSED.has(selection.name.value) ? 1 : 0;
    else if (selection.kind === Kind.INLINE_FRAGMENT) found += guesses(selection.selectionSet, document);
    else
      for (const one of document.definitions)
        if (one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === selection.name.value)
          found += guesses(one.selectionSet, document);
  }
  return found;
}

/** Counts what could be guessed before anything runs. */
export function operatorPlugin(limits: Limits): ApolloServerPlugin {
  return {
    async requestDidStart(): Promise<GraphQLRequestListener<object>> {
      await Promise.resolve();
      return {
        async didResolveOperation({ operation, document }) {
          const times = operation ? guesses(operation.selectionSet, document) : 0;
          if (times === 0) return;
          await limits.take(DOOR, operatorContext().address, times).catch((error: unknown) => {
            if (!(error instanceof DomainError)) throw error;
            throw new GraphQLError(error.code, {
              originalError: error,
              extensions: { http: { status: error.status } },
            });
          });
        },
      };
    },
  };
}
