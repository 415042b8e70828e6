import type { FastifyRequest } from 'fastify';
import { GraphQLError, type DocumentNode, type GraphQLFormattedError, type OperationDefinitionNode } from 'graphql';
import type { CompiledQuery } from 'graphql-jit';
import { asUsual } from './compiled-driver.js';
import { operationOf, type OperationContext, type OperationUnits } from './unit-plugin.js';

/** An operation that the server has parsed, validated, weighed and run before. */
export interface KnownOperation {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  compiled: CompiledQuery;
}

const MOST = 500;
const LONGEST = 20_000;
/** What most clients send; whoever wants an answer of another kind asks the server in full. */
const PLAIN = new Set([undefined, '*/*', 'application/json', 'application/json, */*']);

/** Operations of one API that come again and again, by their text. Texts hold no values: those come as variables. */
export class KnownOperations {
  // In the order of their last use; at most `MOST`.
  private readonly kept = new Map<string, KnownOperation>();

  note(source: string, name: string | null | undefined, known: KnownOperation): void {
    if (source.length > LONGEST) return;
    this.kept.set(keyOf(source, name), known);
    if (this.kept.size > MOST) this.kept.delete(this.kept.keys().next().value!);
  }

  find(source: string, name: string | null | undefined): KnownOperation | undefined {
    const key = keyOf(source, name);
    const found = this.kept.get(key);
    if (found && this.kept.size > MOST / 2) {
      this.kept.delete(key);
      this.kept.set(key, found);
    }
    return found;
  }
}

// An empty name is a name: no operation has it, and the server says so.
const keyOf = (source: string, name: string | null | undefined): string =>
  typeof name === 'string' ? `${name}\0${source}` : source;

/** How errors are told, by the server and here. */
export type FormatError = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

/**
 * Answers a known operation without the ceremony of the server: negotiating, digesting the text to find the document, hooks of
 * plugins. What it would do for the operation is done here too, by the same code: refusals, limits, unit of work, compiled
 * function, words of errors. Undefined when anything is unusual: then the server looks at the request, and nothing has been done
 * but that limits were counted.
 */
export async function quickAnswer(
  request: FastifyRequest,
  { known, units, formatError }: { known: KnownOperations; units: OperationUnits; formatError: FormatError },
): Promise<string | undefined> {
  const { query, operationName, variables } = plain(request) ?? {};
  const found = query === undefined ? undefined : known.find(query, operationName);
  if (!found) return undefined;
  const asking: OperationContext = operationOf(request);
  try {
    await units.begin(found.operation, found.document, asking);
  } catch {
    return undefined; // the server refuses it again, in full
  }
  let result;
  try {
    result = (await found.compiled.query(undefined, asking, variables ?? {})) as {
      data?: unknown;
      errors?: readonly GraphQLError[];
    };
  } catch (error) {
    await units.drop();
    throw error;
  }
  if (result.data === undefined) {
    await units.drop(); // variables did not fit and nothing ran
    return undefined;
  }
  const errors = result.errors?.map((error) => told(asUsual(error), formatError));
  await units.end(found.operation, (errors?.length ?? 0) > 0);
  return `${JSON.stringify(errors ? { errors, data: result.data } : { data: result.data })}\n`;
}

interface Asked {
  query: string;
  operationName?: string | null;
  variables?: Record<string, unknown> | null;
}

/** The body, when it asks for one operation in the plainest way. */
function plain(request: FastifyRequest): Asked | undefined {
  const { method, headers, body } = request;
  if (method !== 'POST' || !PLAIN.has(headers.accept)) return undefined;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  const { query, operationName, variables, ...others } = body as Partial<Record<keyof Asked, unknown>>;
  if (typeof query !== 'string' || Object.keys(others).length > 0) return undefined;
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') return undefined;
  if (variables !== undefined && (typeof variables !== 'object' || Array.isArray(variables))) return undefined;
  return { query, operationName, variables: variables as Asked['variables'] };
}

/** An error as the server hands it to whoever puts it into words. */
function told(error: GraphQLError, formatError: FormatError): GraphQLFormattedError {
  const extensions = { ...error.extensions, code: error.extensions['code'] ?? 'INTERNAL_SERVER_ERROR' };
  return formatError({ ...error.toJSON(), extensions }, error);
}
