import { newId, PlacementUnavailable } from '@madang/kernel';
import type pg from 'pg';
import { recordAct } from './acts.js';
import { removeCopy } from './elsewhere.js';
import { TenancyError } from './errors.js';
import type { Placement } from './placement.js';
import type { PlatformDatabase } from './platform-database.js';
import { targetVersion, type Provisioning } from './provisioning.js';
import { lockTenant, refuseMoving } from './tenants.js';

/** A tenant on its way, as the registry keeps it. */
export interface Move {
  id: string;
  tenantId: string;
  slug: string;
  schema: string;
  from: string;
  to: string;
  askedBy: string;
  state: 'copying' | 'stopping' | 'switched' | 'done' | 'undone';
}

const OPEN = `SELECT m.id, m.tenant_id AS "tenantId", t.slug, m.schema_name AS schema, m.from_placement AS "from", m.to_placement AS "to",
    m.asked_by AS "askedBy", m.state FROM platform.moves m JOIN platform.tenants t ON t.id = m.tenant_id WHERE m.ended_at IS NULL`;

/** Moves that are not over, or the one of a tenant. */
export const openMoves = (platform: PlatformDatabase, slug?: string): Promise<Move[]> =>
  platform.rows<Move & Record<string, unknown>>(`${OPEN} AND ($1::text IS NULL OR t.slug = $1) ORDER BY m.started_at`, [
    slug ?? null,
  ]);

/** With the tenant's id: held by whoever moves it, for as long as that process lives. */
const MOVE_LOCK = 7_249_004;

/**
 * Takes the right to move a tenant, or to tidy up after whoever did. It ends with the connection.
 * @returns undefined when somebody has it
 */
export async function takeGuard(main: Placement, tenantId: string): Promise<pg.Client | undefined> {
  const client = await main.cursorClient();
  try {
    const { rows } = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_lock($1, hashtext($2)) AS mine', [
      MOVE_LOCK,
      tenantId,
    ]);
    if (rows[0]!.mine) return client;
  } catch (error) {
    await client.end();
    throw error;
  }
  await client.end();
  return undefined;
}

/**
 * Notes that a tenant is on its way; from now on every process only reads it.
 * @throws TenancyError tenant_unknown, tenant_moving, tenant_behind, already_there, wrong_state
 */
export async function beginMove(
  { schema: { migrations } }: Provisioning,
  platform: PlatformDatabase,
  slug: string,
  to: string,
  actor: string,
): Promise<Move> {
  return platform.transaction(async (client) => {
    const tenant = await lockTenant(client, slug);
    refuseMoving(tenant);
    const { id: tenantId, schema, placement: from } = tenant;
    if (from === to)
      throw new TenancyError('already_there', slug, `tenant "${slug}" is in the database "${to}" already`);
    if (tenant.state === 'provisioning')
      throw new TenancyError('wrong_state', slug, `tenant "${slug}" is being made; move it afterwards`);
    const { rows } = await client.query<{ version: number }>(
      'SELECT schema_version AS version FROM platform.tenants WHERE id = $1',
      [tenantId],
    );
    const target = targetVersion({ migrations });
    if (rows[0]!.version !== target)
      throw new TenancyError(
        'tenant_behind',
        slug,
        `tenant "${slug}" is at version ${rows[0]!.version}, this program at ${target}; run \`madang migrate\` first`,
      );
    await client.query('UPDATE platform.tenants SET moving_to = $2, revision = revision + 1 WHERE id = $1', [
      tenantId,
      to,
    ]);
    const id = newId();
    await client.query(
      `INSERT INTO platform.moves (id, tenant_id, schema_name, from_placement, to_placement, asked_by) VALUES ($1, $2, $3, $4, $5, $6)`,
      [id, tenantId, schema, from, to, actor],
    );
    await recordAct(client, { actor, act: 'tenant.move_begun', tenantId, slug, details: { from, to } });
    return { id, tenantId, slug, schema, from, to, askedBy: actor, state: 'copying' };
  });
}

/** Says that nobody waits for this move any more. */
export const moveStopped = ({ slug, from }: Move): TenancyError =>
  new TenancyError('move_stopped', slug, `the move was stopped; tenant "${slug}" is in "${from}" as before`);

/** @throws TenancyError move_stopped when somebody asked for that */
export async function stillWanted(platform: PlatformDatabase, move: Move): Promise<void> {
  const [row] = await platform.rows<{ state: string }>('SELECT state FROM platform.moves WHERE id = $1', [move.id]);
  if (row?.state !== 'copying') throw moveStopped(move);
}

/**
 * From the commit of this transaction the tenant lives in the other database, for every process.
 * @throws TenancyError move_stopped unless the move is still wanted and the tenant where it was
 */
export async function switchTenant(client: pg.ClientBase, move: Move, rows: number): Promise<void> {
  const switched = await client.query(
    `UPDATE platform.moves SET state = 'switched', rows = $2 WHERE id = $1 AND state = 'copying'`,
    [move.id, rows],
  );
  const turned = await client.query(
    `UPDATE platform.tenants SET placement = $3, moving_to = NULL, revision = revision + 1
      WHERE id = $1 AND placement = $2 AND moving_to = $3`,
    [move.tenantId, move.from, move.to],
  );
  if (switched.rowCount !== 1 || turned.rowCount !== 1) throw moveStopped(move);
  const { tenantId, slug, from, to } = move;
  await recordAct(client, { actor: move.askedBy, act: 'tenant.moved', tenantId, slug, details: { from, to, rows } });
}

/**
 * Asks that a move be given up. Whoever does it notices within a second; what it copied so far is removed.
 * @throws TenancyError not_moving when none is under way, or it is over the point where it can be stopped
 */
export async function stopMove(platform: PlatformDatabase, slug: string, actor: string): Promise<void> {
  await platform.transaction(async (client) => {
    const { id: tenantId } = await lockTenant(client, slug);
    const { rowCount } = await client.query(
      `UPDATE platform.moves SET state = 'stopping' WHERE tenant_id = $1 AND state = 'copying'`,
      [tenantId],
    );
    if (!rowCount) throw new TenancyError('not_moving', slug, `tenant "${slug}" is on no move that could be stopped`);
    await recordAct(client, { actor, act: 'tenant.move_stopped', tenantId, slug });
  });
}

/**
 * Ends a move whose mover is gone, holding its guard: before the switch the tenant works where it was and the copy is
 * removed; after it, what was left behind is. What cannot be reached now is tried again the next time.
 */
export async function settleMove(
  provisioning: Provisioning,
  platform: PlatformDatabase,
  move: Move,
  error: string,
): Promise<void> {
  // From here on a mover that lives after all cannot switch any more.
  const before = await platform.run(
    `UPDATE platform.moves SET state = 'stopping', error = coalesce(error, $2) WHERE id = $1 AND state IN ('copying', 'stopping')`,
    [move.id, error.slice(0, 500)],
  );
  if (before) return undo(provisioning, platform, move);
  const after = await platform.rows(`SELECT 1 AS one FROM platform.moves WHERE id = $1 AND state = 'switched'`, [
    move.id,
  ]);
  if (after.length > 0) await clean(provisioning, platform, move);
}

async function undo(provisioning: Provisioning, platform: PlatformDatabase, move: Move): Promise<void> {
  const { id, tenantId, slug, schema, from, to, askedBy } = move;
  await (await provisioning.at(from)).transaction((client) => openDoor(client, schema));
  await platform.transaction(async (client) => {
    const { rowCount } = await client.query(
      'UPDATE platform.tenants SET moving_to = NULL, revision = revision + 1 WHERE id = $1 AND moving_to IS NOT NULL',
      [tenantId],
    );
    if (rowCount)
      await recordAct(client, { actor: askedBy, act: 'tenant.move_undone', tenantId, slug, details: { from, to } });
  });
  await removeCopy(platform, await provisioning.at(to), schema);
  await platform.run(`UPDATE platform.moves SET state = 'undone', ended_at = now() WHERE id = $1`, [id]);
}

async function clean(provisioning: Provisioning, platform: PlatformDatabase, move: Move): Promise<void> {
  await removeCopy(platform, await provisioning.at(move.from), move.schema);
  await platform.run(
    `UPDATE platform.moves SET state = 'done', ended_at = now() WHERE id = $1 AND state = 'switched'`,
    [move.id],
  );
}

/** Lets nobody in any more, reader or writer, from the commit on: a process that has not heard of the move fails instead of writing into the old copy. */
export const shutDoor = (client: pg.ClientBase, schema: string): Promise<unknown> =>
  client.query(`REVOKE USAGE ON SCHEMA ${schema} FROM ${schema}, madang_path`);
const openDoor = (client: pg.ClientBase, schema: string): Promise<unknown> =>
  client.query(`GRANT USAGE ON SCHEMA ${schema} TO ${schema}, madang_path`);

/** Settles every move whose mover is gone. @returns how many were settled, and those that have to wait */
export async function settleMoves(
  provisioning: Provisioning,
  platform: PlatformDatabase,
  slug?: string,
): Promise<{ settled: string[]; waiting: { slug: string; why: string }[] }> {
  const settled: string[] = [];
  const waiting: { slug: string; why: string }[] = [];
  for (const move of await openMoves(platform, slug)) {
    const guard = await takeGuard(provisioning.placements.main, move.tenantId);
    if (!guard) continue;
    try {
      await settleMove(provisioning, platform, move, 'interrupted');
      settled.push(move.slug);
    } catch (error) {
      waiting.push({
        slug: move.slug,
        why: error instanceof PlacementUnavailable ? error.why : (error as Error).message,
      });
    } finally {
      await guard.end();
    }
  }
  return { settled, waiting };
}
