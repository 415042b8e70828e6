import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import { GraphQLError, Kind, type DocumentNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { context, denied, DomainError, invalid, readsOnly, unavailable, type Unit } from '@madang/kernel';
import type { Limit, Limits } from '../http/limits.js';
import type { Program } from '../program.js';

/** What an operation is given beside the context of its request. */
export interface OperationContext {
  /** Address it came from, for limits. */
  address?: string;
  /** What the client calls itself. */
  userAgent?: string;
}

const MAIL: Limit = { name: 'mail-link', points: 20, seconds: 900 };

const FACTOR: Limit = { name: 'api-factor', points: 40, seconds: 900 };

const LOOK: Limit = { name: 'api-host', points: 30, seconds: 600 };

/** Operations that are counted like their pages: each time they stand in a document is an attempt. */
const COUNTED: ReadonlyMap<string, Limit> = new Map([
  ['register', MAIL],
  ['requestSignInLink', MAIL],
  ['invitePerson', MAIL],
  ['sendInvitations', { name: 'api-invite', points: 20, seconds: 3600 }],
  // These look up names and shake hands, or write files: dear for us, and of use to nobody a hundred times a minute.
  ['addHost', LOOK],
  ['checkHost', LOOK],
  ['exportList', { name: 'api-export', points: 120, seconds: 3600 }],
  ['exportSite', { name: 'api-export_site', points: 10, seconds: 3600 }],
  ['sendTestMail', MAIL],
  ['finishSecondFactor', FACTOR],
  ['passSecondFactor', FACTOR],
  ['renewRecoveryCodes', FACTOR],
  ['removeSecondFactor', FACTOR],
  ['submitProposal', { name: 'api-submit', points: 20, seconds: 3600 }],
  ['writePost', { name: 'api-write_post', points: 20, seconds: 3600 }],
  ['writeComment', { name: 'api-comment', points: 30, seconds: 600 }],
]);

/** How often each limit is touched by an operation, under whatever names and in whatever fragments. */
function attempts(root: SelectionSetNode, document: DocumentNode): Map<Limit, number> {
  const found = new Map<Limit, number>();
  const note = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const limit = COUNTED.get(selection.name.value);
        if (limit) found.set(limit, (found.get(limit) ?? 0) + 1);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) note(selection.selectionSet);
      else
        for (const one of document.definitions)
          if (one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === selection.name.value) note(one.selectionSet);
    }
  };
  note(root);
  return found;
}

/** Before execution Apollo passes only its own errors on; the cause is explained by `formatError`. */
const refusal = (error: DomainError): GraphQLError =>
  new GraphQLError(error.code, { originalError: error, extensions: { http: { status: error.status } } });

/** Whether an operation has one field and no fragment in which others could stand. */
const isSingle = ({ selectionSet: { selections } }: OperationDefinitionNode): boolean =>
  selections.length === 1 && selections[0]!.kind === Kind.FIELD;

/** What an operation is told of its request. */
export const operationOf = (request: {
  ip?: string;
  headers?: Record<string, string | string[] | undefined>;
}): OperationContext => ({
  ...(request.ip === undefined ? {} : { address: request.ip }),
  userAgent: String(request.headers?.['user-agent'] ?? '').slice(0, 300),
});

/**
 * One unit of work per operation: read-only for queries, one transaction for all fields of a
 * mutation. It is committed before the answer is sent; an error in any field of a mutation undoes all.
 */
export class OperationUnits {
  constructor(
    private readonly program: Program,
    private readonly limits: Limits,
  ) {}

  /** @throws GraphQLError when whoever asks may not, or too often */
  async begin(operation: OperationDefinitionNode, document: DocumentNode, asking: OperationContext): Promise<void> {
    const current = context();
    if (operation.operation === 'subscription') throw refusal(invalid('live_by_websocket'));
    const writes = operation.operation === 'mutation';
    if (writes) {
      if (current.tenant.moving) throw refusal(unavailable('tenant_moving'));
      if (readsOnly(current.actor)) throw refusal(denied('support_reads_only'));
      const { scopes } = current.actor;
      if (scopes && !scopes.includes('write')) throw refusal(denied('token_may_not_write'));
      for (const [limit, times] of attempts(operation.selectionSet, document))
        await this.limits.take(limit, asking.address ?? '', times).catch((error: unknown) => {
          throw error instanceof DomainError ? refusal(error) : error;
        });
    }
    current.unit = this.program.database.unit(current.tenant, !writes);
    current.unit.singleAct = writes && isSingle(operation);
  }

  async end(operation: OperationDefinitionNode | undefined, failed: boolean): Promise<void> {
    const unit = this.take();
    if (failed && operation?.operation === 'mutation') await unit?.rollback();
    else await unit?.commit();
  }

  /** Gives up what was begun. */
  async drop(): Promise<void> {
    await this.take()?.rollback();
  }

  private take(): Unit | undefined {
    const current = context();
    const { unit } = current;
    current.unit = undefined;
    return unit;
  }
}

/** Gives the server's operations their units of work. */
export function unitPlugin(units: OperationUnits): ApolloServerPlugin<OperationContext> {
  return {
    async requestDidStart(): Promise<GraphQLRequestListener<OperationContext>> {
      await Promise.resolve();
      return {
        async didResolveOperation({ operation, document, contextValue }) {
          if (operation) await units.begin(operation, document, contextValue);
        },
        async willSendResponse({ response, operation }) {
          const failed = response.body.kind === 'single' && (response.body.singleResult.errors?.length ?? 0) > 0;
          await units.end(operation, failed);
        },
      };
    },
  };
}
