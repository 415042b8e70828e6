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
import { operationLimits } from './graphql/limits.js';
import type { KnownOperations } from './graphql/known-operations.js';
import { operationOf, unitPlugin, type OperationUnits } from './graphql/unit-plugin.js';
import type { Limits } from './http/limits.js';
import { OPERATOR_API } from './operator/entry.js';
import { OperatorModule } from './operator/operator.module.js';
import { operatorPlugin } from './operator/plugin.js';
import type { Program } from './program.js';

export interface AppBindings {
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
      sortSchema: true,
      graphiql: false,
      introspection: true,
      csrfPrevention: true,
      includeStacktraceInErrorResponses: false,
      validationRules: [operationLimits],
      parseOptions: { maxTokens: 4000 },
      transformSchema: onlyReachable,
    } satisfies Partial<ApolloDriverConfig>;
    // Tests run everything compiled; elsewhere what is asked again and again.
    const worthIt = program.config.NODE_ENV === 'test' ? 1 : 20;
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
          driver: compiledDriver(worthIt, bindings.known),
          path: '/graphql',
          include: [TenantModule],
          plugins: [unitPlugin(bindings.units), ...quiet],
          formatError: bindings.formatError,
          context: operationOf,
        }),
        GraphQLModule.forRoot<ApolloDriverConfig>({
          ...hardened,
          driver: compiledDriver(worthIt),
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
