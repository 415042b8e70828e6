import { makeServer, type Context as Wire, type Server, type SubscribePayload } from 'graphql-ws';
import {
  getOperationAST,
  GraphQLError,
  parse,
  specifiedRules,
  subscribe,
  validate,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import { DomainError, inContext, type Context } from '@madang/kernel';
import { operationLimits } from '../graphql/limits.js';
import { BOUNDS, Pace } from './bounds.js';
import type { Visitor } from './visitor.js';

/** Documents kept parsed and found in order; people who look at the same page send the same one. */
const KEPT = 100;

export interface WireOptions {
  /** Stands when the first one comes. */
  schema: () => GraphQLSchema;
  /** Explains errors as the API does over HTTP. */
  explain: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
  /** Something was sent. */
  pushed: () => void;
  /** Something failed that nobody foresaw. */
  trouble: (error: unknown) => void;
}

/** What a subscription is given beside its context. */
interface LiveOperation {
  here: Context;
  visitor: Visitor;
  address: string;
}

type Results = AsyncGenerator<ExecutionResult, void, void>;

/**
 * The protocol of graphql-ws (graphql-transport-ws) on one connection: subscriptions alone, under the limits of every
 * operation. What it says of sockets it leaves to `Visitor`.
 */
export class LiveWire {
  private readonly server: Server<{ visitor: Visitor }>;
  private readonly documents = new Map<string, DocumentNode | GraphQLError[]>(); // at most KEPT

  constructor(private readonly options: WireOptions) {
    this.server = makeServer<Record<string, unknown>, { visitor: Visitor }>({
      connectionInitWaitTimeout: BOUNDS.initMs,
      onConnect: ({ extra, connectionParams }) => extra.visitor.introduce(connectionParams),
      onSubscribe: (wire, _id, payload) => this.prepare(wire, payload),
      subscribe: (args) => this.begin(args),
      onNext: ({ extra }, _id, _payload, _args, result) => {
        if (!result.errors) return void this.options.pushed();
        return { ...result, errors: this.explained(extra.visitor, result.errors) };
      },
      onError: ({ extra }, _id, _payload, errors) => this.explained(extra.visitor, errors),
    });
  }

  /** Speaks with a visitor until they go. */
  speak(visitor: Visitor): void {
    const { socket } = visitor;
    const pace = new Pace();
    const closed = this.server.opened(
      {
        protocol: socket.protocol,
        send: (text) => visitor.send(text),
        close: (code, reason) => visitor.close(code ?? 1000, reason ?? ''),
        onMessage: (take) =>
          socket.on('message', (data: Buffer) => {
            if (!pace.step(Date.now())) return visitor.close(4429, 'too_many');
            take(data.toString('utf8')).catch((error: unknown) => {
              // A message of no known kind is the client's fault, everything else ours.
              if (!/^Unexpected message/.test((error as Error).message)) this.options.trouble(error);
              visitor.close(4400, 'bad_message');
            });
          }),
      },
      { visitor },
    );
    socket.once('close', (code: number, reason: Buffer) => {
      Promise.resolve(closed(code, reason.toString('utf8'))).catch((error: unknown) => this.options.trouble(error));
    });
  }

  private async prepare(
    { extra: { visitor }, subscriptions }: Wire<Record<string, unknown>, { visitor: Visitor }>,
    payload: SubscribePayload,
  ): Promise<ExecutionArgs | readonly GraphQLError[]> {
    try {
      if (Object.keys(subscriptions).length > BOUNDS.operations) throw new DomainError('too_many', 'live_full');
      await visitor.mayAsk();
    } catch (error) {
      return [asError(error)];
    }
    const document = this.documentOf(payload.query);
    if (Array.isArray(document)) return document;
    const operation = getOperationAST(document, payload.operationName);
    if (!operation) return [new GraphQLError('Unknown operation.', { extensions: { code: 'BAD_REQUEST' } })];
    if (operation.operation !== 'subscription') return [asError(new DomainError('invalid', 'live_subscriptions_only'))];
    return {
      schema: this.options.schema(),
      document,
      operationName: payload.operationName ?? null,
      variableValues: payload.variables ?? null,
      contextValue: { here: visitor.newContext(), visitor, address: visitor.address } satisfies LiveOperation,
    };
  }

  /** The context of a subscription is renewed for as long as it lasts, and not longer. */
  private async begin(args: ExecutionArgs): Promise<Results | ExecutionResult> {
    const { here, visitor } = args.contextValue as LiveOperation;
    visitor.keep(here);
    const ended = (): void => visitor.drop(here);
    try {
      const results = await inContext(here, () => subscribe(args) as Promise<Results | ExecutionResult>);
      if (Symbol.asyncIterator in results) return lasting(results, ended);
      ended();
      return results;
    } catch (error) {
      ended();
      throw error;
    }
  }

  private documentOf(text: string): DocumentNode | GraphQLError[] {
    const known = this.documents.get(text);
    if (known) return known;
    const read = this.read(text);
    // What is wrong is not worth a place.
    if (Array.isArray(read)) return read;
    this.documents.set(text, read);
    if (this.documents.size > KEPT) this.documents.delete(this.documents.keys().next().value as string);
    return read;
  }

  private read(text: string): DocumentNode | GraphQLError[] {
    try {
      const document = parse(text, { maxTokens: 4000 });
      const errors = validate(this.options.schema(), document, [...specifiedRules, operationLimits]);
      return errors.length === 0 ? document : errors.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED'));
    } catch (error) {
      return [coded(error as GraphQLError, 'GRAPHQL_PARSE_FAILED')];
    }
  }

  private explained(visitor: Visitor, errors: readonly GraphQLError[]): GraphQLFormattedError[] {
    return inContext(visitor.newContext(), () => errors.map((error) => this.options.explain(error.toJSON(), error)));
  }
}

/** The same results, and a word when there will be no more. An async generator would hear of an end only after the next value. */
function lasting(results: Results, ended: () => void): Results {
  const watched = async (
    step: Promise<IteratorResult<ExecutionResult, void>>,
  ): Promise<IteratorResult<ExecutionResult, void>> => {
    try {
      const result = await step;
      if (result.done) ended();
      return result;
    } catch (error) {
      ended();
      throw error;
    }
  };
  const made = {
    next: () => watched(results.next()),
    return: () => watched(results.return()),
    throw: (error: unknown) => watched(results.throw(error)),
    [Symbol.asyncIterator]: () => made,
    [Symbol.asyncDispose]: async () => void (await watched(results.return())),
  };
  return made;
}

const asError = (error: unknown): GraphQLError =>
  new GraphQLError(error instanceof Error ? error.message : 'internal', { originalError: error as Error });

/** The code Apollo gives such an error, unless it has one of ours. */
const coded = (error: GraphQLError, code: string): GraphQLError =>
  new GraphQLError(error.message, {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    extensions: { code, ...error.extensions },
  });
