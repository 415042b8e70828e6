import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { Type } from '@nestjs/common';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { execute, GraphQLError, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import type { KnownOperations } from './known-operations.js';

type Gateway = ApolloServerOptionsWithGateway<object>['gateway'];
type Executor = NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>;

/** How often an operation must be asked before it is worth compiling, by its text. */
export type WorthIt = (source: string) => number;

interface Known {
  asked: number;
  compiled?: CompiledQuery | undefined;
}

/** The compiled function throws errors of a shape of its own; what explains errors to clients knows the library's. */
export const asUsual = (error: GraphQLError): GraphQLError =>
  Object.assign(
    new GraphQLError(error.message, {
      path: error.path,
      originalError: error.originalError,
      extensions: error.extensions,
    }),
    { locations: error.locations },
  );

/**
 * Runs operations that come again and again as compiled functions, and all others as the library does: compiling costs as
 * much as running some dozens of times, so an operation is compiled when it was asked as often as `worthIt` says of its text. What is known of a
 * document is kept as long as the server keeps the document. A field is what its resolver gives or a plain property: functions
 * as properties, which the library would call, are none of ours. What is compiled is told to `operations`, by its text.
 */
export function executorOf(schema: GraphQLSchema, worthIt: WorthIt, operations?: KnownOperations): Executor {
  const known = new WeakMap<DocumentNode, Map<string, Known>>();
  const compiledFor = (document: DocumentNode, name: string | null, source: string): CompiledQuery | undefined => {
    const operations = known.get(document) ?? new Map<string, Known>();
    known.set(document, operations);
    const one = operations.get(name ?? '') ?? { asked: 0 };
    operations.set(name ?? '', one);
    one.asked += 1;
    if (one.asked === worthIt(source)) one.compiled = compiledOrNot(schema, document, name);
    return one.compiled;
  };
  return async ({ document, operationName, operation, source, context, request }) => {
    const slowly = (): Promise<ExecutionResult> | ExecutionResult =>
      execute({
        schema,
        document,
        contextValue: context,
        variableValues: request.variables,
        operationName,
      });
    const compiled = compiledFor(document, operationName, source);
    if (!compiled) return slowly();
    operations?.note(source, request.operationName, { document, operation, compiled });
    const result = (await compiled.query(undefined, context, request.variables ?? {})) as ExecutionResult;
    // Nothing ran: variables did not fit, and the library says so in the words clients know.
    if (result.data === undefined) return slowly();
    return result.errors ? { ...result, errors: result.errors.map(asUsual) } : result;
  };
}

/** What cannot be compiled goes on as the library runs it. */
function compiledOrNot(schema: GraphQLSchema, document: DocumentNode, name: string | null): CompiledQuery | undefined {
  try {
    const compiled = compileQuery(schema, document, name ?? undefined);
    return isCompiledQuery(compiled) ? compiled : undefined;
  } catch {
    return undefined;
  }
}

/** The framework's driver with our executor behind it, by the hook that Apollo has for gateways. */
export function compiledDriver(worthIt: WorthIt, operations?: KnownOperations): Type<ApolloDriver> {
  return class CompiledDriver extends ApolloDriver {
    override async registerServer({ schema, ...options }: ApolloDriverConfig): Promise<void> {
      if (!schema) throw new Error('the API has no schema');
      const gateway: Gateway = {
        onSchemaLoadOrUpdate: (told) => {
          told({ apiSchema: schema, coreSupergraphSdl: '' });
          return () => undefined;
        },
        load: () => Promise.resolve({ executor: executorOf(schema, worthIt, operations) }),
        stop: () => Promise.resolve(),
      };
      await super.registerServer({ ...options, gateway } as ApolloDriverConfig);
    }
  };
}
