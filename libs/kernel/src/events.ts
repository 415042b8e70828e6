import { actor, context, now } from './context.js';
import { newId } from './ids.js';
import { db } from './tenant-database.js';

/** Something that happened, as others hear it: notices, audit, webhooks and feeds read these rows. */
export interface Event {
  /** `<part>.<past participle>`: proposals.submitted, comments.written. */
  name: string;
  subjectId?: string | null;
  data?: Record<string, unknown>;
}

/** Records an event and queues its announcement, both in the current transaction: all or nothing. */
export async function publish(event: Event): Promise<string> {
  const { tenant, quiet } = context();
  const id = newId();
  await db().run(quiet ? RECORD : RECORD_AND_ANNOUNCE, [
    id,
    event.name,
    event.subjectId ?? null,
    actor().personId,
    event.data ?? {},
    now(),
    ...(quiet ? [] : [tenant.schema, JSON.stringify({ eventId: id })]),
  ]);
  return id;
}

const RECORD = 'INSERT INTO events (id, name, subject_id, actor_id, data, at) VALUES ($1, $2, $3, $4, $5, $6)';
const RECORD_AND_ANNOUNCE = `WITH event AS (${RECORD} RETURNING id)
  SELECT platform.enqueue($7, 'events.announce', $8::jsonb, NULL, NULL) FROM event`;

export interface EnqueueOptions {
  /** Not before this time. */
  after?: Date;
  /** Only one waiting job per tenant, topic and key. */
  key?: string;
}

/**
 * Queues a job of the current tenant in the current transaction. The database stamps the tenant from
 * the role of the transaction, so a payload cannot name another one; under path isolation the
 * tenant of the context is passed.
 */
export async function enqueue(topic: string, payload: object, options: EnqueueOptions = {}): Promise<void> {
  const { tenant } = context();
  await db().run('SELECT platform.enqueue($1, $2, $3, $4, $5)', [
    tenant.schema,
    topic,
    JSON.stringify(payload),
    options.after ?? null,
    options.key ?? null,
  ]);
}
