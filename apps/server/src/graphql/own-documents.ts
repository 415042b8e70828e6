import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ASTVisitor, ValidationContext } from 'graphql';
import { CONSOLE_DIST } from '../http/console.js';
import { OPERATOR_API } from '../operator/entry.js';
import { operationLimits } from './limits.js';

/**
 * The documents of a client of ours, as its build wrote them down: asked by id, and trusted to be worth what they ask for.
 * Nobody adds to them but a build; without one there are none, and everything is asked by its text.
 */
export class OwnDocuments {
  private madeAt = 0;
  private byId: ReadonlyMap<string, string> = new Map();
  private texts: ReadonlySet<string> = new Set();

  constructor(private readonly path: string) {
    this.read();
  }

  /** The text of an id; one that is not known may be of a build made since. */
  textOf(id: string): string | undefined {
    const known = this.byId.get(id);
    if (known !== undefined) return known;
    this.read();
    return this.byId.get(id);
  }

  has(text: string): boolean {
    return this.texts.has(text);
  }

  private read(): void {
    const at = statSync(this.path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (at === this.madeAt) return;
    try {
      this.byId = new Map(Object.entries(JSON.parse(readFileSync(this.path, 'utf8')) as Record<string, string>));
      this.texts = new Set(this.byId.values());
      this.madeAt = at;
    } catch {
      // Being written, or gone: looked at again when the next one is not known.
    }
  }
}

/** Those of both consoles. */
export class OwnDocumentsOfAreas {
  readonly tenant: OwnDocuments;
  readonly operator: OwnDocuments;

  constructor(dist = CONSOLE_DIST) {
    this.tenant = new OwnDocuments(join(dist, 'tenant', 'operations.json'));
    this.operator = new OwnDocuments(join(dist, 'operator', 'operations.json'));
  }
}

/** The limits of operations, for those that others wrote. */
export const limitsBut =
  (own: OwnDocuments) =>
  (context: ValidationContext): ASTVisitor =>
    own.has(context.getDocument().loc?.source.body ?? '') ? {} : operationLimits(context);

/** Puts the text in the place of a `documentId`, before anything else looks at an operation. */
export function serveOwnDocuments(server: FastifyInstance, own: OwnDocumentsOfAreas): void {
  const of = (request: FastifyRequest): OwnDocuments | undefined => {
    if (request.routeOptions.url === '/graphql' && request.madang) return own.tenant;
    if (request.routeOptions.url === OPERATOR_API && request.onPlatform) return own.operator;
    return undefined;
  };
  server.addHook('preHandler', (request, reply, done) => {
    const { body } = request;
    if (typeof body !== 'object' || body === null || !('documentId' in body)) return done();
    const documents = of(request);
    if (!documents) return done();
    const { documentId, query, ...asked } = body as Record<string, unknown>;
    const text = typeof documentId === 'string' && query === undefined ? documents.textOf(documentId) : undefined;
    if (text !== undefined) {
      request.body = { query: text, ...asked };
      return done();
    }
    void reply.status(400).send({
      errors: [{ message: 'No document of this id: send its text.', extensions: { code: 'document_unknown' } }],
    });
  });
}
