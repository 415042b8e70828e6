import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import type { ApolloDriverConfig } from '@nestjs/apollo';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { GraphQLSchema } from 'graphql';
import { Live, TenantDatabase, type Part } from '@madang/kernel';
import type { Binding } from './bindings.js';
import { compiledDriver } from './graphql/compiled-driver.js';
import { limitsBut, type OwnDocuments, type OwnDocumentsOfAreas } from './graphql/own-documents.js';
import type { KnownOperations } from './graphql/known-operations.js';
import { operationOf, unitPlugin, type OperationUnits } from './graphql/unit-plugin.js';
import type { Limits } from './http/limits.js';
import { OPERATOR_API } from './operator/entry.js';
import { OperatorModule } from './operator/operator.module.js';
import { operatorPlugin } from './operator/plugin.js';
import type { Program } from './program.js';

export interface AppBindings {
  /** Documents of our own clients, known before they are asked. */
  documents: OwnDocumentsOfAreas;
  /** What parts ask the server for: folder of media, mail transport, addresses of sites. */
  provide: Binding[];
  formatError: ApolloDriverConfig['formatError'];
  units: OperationUnits;
  known: KnownOperations;
  /** The same for the operators' half. */
  operators: { provide: Binding[]; formatError: ApolloDriverConfig['formatError'] };
}

/** The framework adds the types of the other API, reachable from nowhere: an API tells only of itself. */
const onlyReachable = (schema: GraphQLSchema): GraphQLSchema => new GraphQLSchema({ ...schema.toConfig(), types: [] });

/**
 * The tenants' half: services, resolvers, pages and jobs of all parts. It imports nothing, and nothing imports it: the framework
 * gives an API the resolvers of every module that the included one imports.
 */
@Module({})
class TenantModule {}

/** Puts the parts together: their services, resolvers, pages and jobs in one container, and an API for each half. */
@Module({})
export class AppModule {
  static of(program: Program, parts: readonly Part[], bindings: AppBindings, limits: Limits): DynamicModule {
    const all = <K extends 'services' | 'resolvers' | 'pages' | 'jobs' | 'tasks' | 'lists'>(key: K): Type[] =>
      parts.flatMap((part) => (part[key] ?? []) as Type[]);
    const seeds = parts.flatMap((part) => ('seeds' in part && part.seeds ? [part.seeds as Type] : []));
    const keys = ['services', 'resolvers', 'pages', 'jobs', 'tasks', 'lists'] as const;
    const types = new Set([...keys.flatMap(all), ...seeds]);
    const own = [
      { provide: TenantDatabase, useValue: program.database },
      { provide: Live, useValue: program.live },
      ...bindings.provide,
    ];
    const hardened = {
      autoSchemaFile: true,
      // The check is an introspection, half a second at every start; the specs of both APIs ask for one.
      buildSchemaOptions: { skipCheck: true },
      sortSchema: true,
      graphiql: false,
      introspection: true,
      csrfPrevention: true,
      includeStacktraceInErrorResponses: false,
      // Nobody adds a document but our own builds.
      persistedQueries: false,
      parseOptions: { maxTokens: 4000 },
      transformSchema: onlyReachable,
    } satisfies Partial<ApolloDriverConfig>;
    // Tests run everything compiled; elsewhere what is asked again and again.
    const often = program.config.NODE_ENV === 'test' ? 1 : 20;
    // An operation of ours is asked by everybody who opens its screen, most only once a day.
    const worthIt = (own: OwnDocuments) => (source: string) => (own.has(source) ? Math.min(2, often) : often);
    const { documents } = bindings;
    // Told to be off, the library does not even load them: traces would bring a megabyte of their format.
    const quiet = [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ];
    return {
      module: AppModule,
      imports: [
        GraphQLModule.forRoot<ApolloDriverConfig>({
          ...hardened,
          driver: compiledDriver(worthIt(documents.tenant), bindings.known),
          validationRules: [limitsBut(documents.tenant)],
          path: '/graphql',
          include: [TenantModule],
          plugins: [unitPlugin(bindings.units), ...quiet],
          formatError: bindings.formatError,
          context: operationOf,
        }),
        GraphQLModule.forRoot<ApolloDriverConfig>({
          ...hardened,
          driver: compiledDriver(worthIt(documents.operator)),
          validationRules: [limitsBut(documents.operator)],
          path: OPERATOR_API,
          include: [OperatorModule],
          plugins: [operatorPlugin(limits), ...quiet],
          formatError: bindings.operators.formatError,
        }),
        { module: TenantModule, providers: [...types, ...own] as never[] },
        OperatorModule.of(bindings.operators.provide),
      ],
    };
  }
}
