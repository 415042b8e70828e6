import { setTimeout as pause } from 'node:timers/promises';
import { MAIN, PlacementUnavailable } from '@madang/kernel';
import type pg from 'pg';
import type { TableClasses } from './column-classes.js';
import { removeCopy } from './elsewhere.js';
import { TenancyError } from './errors.js';
import { compareSchemas, copyRows, holdTables, type Held } from './move-copy.js';
import {
  beginMove,
  settleMove,
  settleMoves,
  shutDoor,
  stillWanted,
  switchTenant,
  takeGuard,
  type Move,
} from './move-registry.js';
import { pipelined } from './pipelined.js';
import type { Placement } from './placement.js';
import type { PlatformDatabase } from './platform-database.js';
import { schemaOf, targetVersion, type Provisioning } from './provisioning.js';
import { Tenants } from './tenants.js';

/** Whoever shows how far a move is. */
export interface MoveSteps {
  step<T>(name: string, work: () => Promise<T>, tell?: (result: T) => string | undefined): Promise<T>;
  progress(detail: string): Promise<void>;
}

export interface MoveOptions {
  actor: string;
  steps: MoveSteps;
  classes?: Readonly<Record<string, TableClasses>>;
}

export interface MoveReport {
  slug: string;
  from: string;
  to: string;
  tables: number;
  rows: number;
  /** How long the site could only be read. */
  readOnlyMilliseconds: number;
  /** Whether the old copy is gone already; else a worker removes it. */
  cleaned: boolean;
}

/** How long jobs under way may take to end before the copy begins, in milliseconds. */
const JOBS_MS = 30_000;

/**
 * Moves a tenant to another database, with every id. While it is copied the site can be read and not written; then one
 * statement turns the registry over. Whatever fails before that, also the death of this process, leaves the tenant where
 * it was. Files stay where they lie: they go by the tenant's id.
 * @throws TenancyError placement_unknown, tenant_unknown, tenant_moving, tenant_behind, already_there, tenant_busy, move_stopped, move_differs
 * @throws PlacementUnavailable
 */
export async function moveTenant(
  provisioning: Provisioning,
  platform: PlatformDatabase,
  slug: string,
  to: string,
  options: MoveOptions,
): Promise<MoveReport> {
  if (!provisioning.placements.has(to))
    throw new TenancyError(
      'placement_unknown',
      to,
      `there is no database "${to}"; there are ${provisioning.placements.names().join(', ')}`,
    );
  const { id } = await new Tenants(platform, options.actor).show(slug);
  await settleMoves(provisioning, platform, slug);
  const guard = await takeGuard(provisioning.placements.main, id);
  if (!guard) throw new TenancyError('tenant_moving', slug, `tenant "${slug}" is being moved already`);
  try {
    // Before anybody is told to wait: both databases are there.
    const target = await provisioning.at(to);
    const began = Date.now();
    const move = await options.steps.step(
      'announce',
      () => beginMove(provisioning, platform, slug, to, options.actor),
      () => undefined,
    );
    const mover = new Mover(provisioning, platform, move, target, options);
    const copied = await mover.run();
    const readOnlyMilliseconds = Date.now() - began;
    const cleaned = await mover.clean();
    return { slug, from: move.from, to, ...copied, readOnlyMilliseconds, cleaned };
  } finally {
    await guard.end();
  }
}

class Mover {
  private lastLook = 0;

  constructor(
    private readonly provisioning: Provisioning,
    private readonly platform: PlatformDatabase,
    private readonly move: Move,
    private readonly target: Placement,
    private readonly options: MoveOptions,
  ) {}

  async run(): Promise<{ tables: number; rows: number }> {
    try {
      const source = await this.provisioning.at(this.move.from);
      const reader = await source.cursorClient();
      try {
        const held = await this.options.steps.step(
          'quiet',
          () => this.quiet(reader),
          () => undefined,
        );
        return await this.carry(source, held);
      } finally {
        await reader.end();
      }
    } catch (error) {
      // Both transactions are over by now, one way or the other; the registry knows which.
      const why = error instanceof PlacementUnavailable ? error.why : (error as Error).message;
      await settleMove(this.provisioning, this.platform, this.move, why).catch(() => undefined);
      throw error;
    }
  }

  /** Removes the old copy. What reads there still is waited for a while; a worker tries again later. */
  clean(): Promise<boolean> {
    return this.options.steps.step(
      'clean',
      () =>
        settleMove(this.provisioning, this.platform, this.move, '').then(
          () => true,
          () => false,
        ),
      (done) => (done ? undefined : 'later'),
    );
  }

  /** Waits for whoever writes to the tenant, jobs and requests, and keeps everybody from beginning. */
  private async quiet(reader: pg.Client): Promise<Held> {
    await this.jobsEnd();
    return holdTables(reader, this.move.schema, () => this.wanted());
  }

  /** Waits for the jobs of the tenant that are under way: new ones do not begin. */
  private async jobsEnd(): Promise<void> {
    const [queue] = await this.platform.rows<{ there: boolean }>(
      `SELECT to_regclass('pgboss.job') IS NOT NULL AS there`,
    );
    const until = Date.now() + JOBS_MS;
    while (queue!.there && Date.now() < until) {
      const [row] = await this.platform.rows<{ n: number }>(
        `SELECT count(*)::int AS n FROM pgboss.job WHERE name = 'jobs' AND state = 'active' AND data ->> 'schema' = $1`,
        [this.move.schema],
      );
      if (row!.n === 0) return;
      await this.options.steps.progress(`${row!.n}`);
      await this.wanted();
      await pause(200);
    }
  }

  private async carry(source: Placement, held: Held): Promise<{ tables: number; rows: number }> {
    const { move, target } = this;
    const { schema } = move;
    const { client: reader } = held;
    return target.withAdmin(async (writer) => {
      try {
        const counts = await this.options.steps.step(
          'copy',
          () => this.copy(source, held, writer),
          (all) => `${sum(all)} rows`,
        );
        await this.options.steps.step('compare', async () => {
          const differ = await compareSchemas(held, writer, schema);
          if (differ.length > 0)
            throw new TenancyError('move_differs', differ.join(', '), `the copy is not the same: ${differ.join(', ')}`);
          return `${held.tables.length} tables`;
        });
        const rows = sum(counts);
        await this.options.steps.step('switch', () => this.turn(reader, writer, rows));
        return { tables: held.tables.length, rows };
      } catch (error) {
        await writer.query('ROLLBACK').catch(() => undefined);
        await reader.query('ROLLBACK').catch(() => undefined);
        throw error;
      }
    });
  }

  private async copy(source: Placement, held: Held, writer: pg.PoolClient): Promise<Record<string, number>> {
    const { schema, tenantId } = this.move;
    // What an earlier attempt left there, whose process died.
    await removeCopy(this.platform, this.target, schema);
    const roleStands = await this.roleStands(source);
    await writer.query('BEGIN');
    if (this.target.name !== MAIN)
      await writer.query(
        'INSERT INTO platform.residents (schema_name, tenant_id, schema_version) VALUES ($1, $2, $3)',
        [schema, tenantId, targetVersion(this.provisioning.schema)],
      );
    // The last of these gives up the owner's role, which the rows still need.
    await pipelined(writer, schemaOf(schema, this.provisioning.statements, roleStands).slice(0, -1));
    return copyRows(
      held,
      writer,
      schema,
      async (table, rows) => {
        if (Date.now() - this.lastLook < 500) return;
        await this.options.steps.progress(`${table} · ${rows}`);
        await this.wanted();
      },
      this.options.classes,
    );
  }

  /**
   * Shuts the old copy and turns the registry over: in one transaction where the registry is in one of the two
   * databases; else, and towards `main`, the old copy is shut first, so that nothing can be written to it afterwards.
   */
  private async turn(reader: pg.Client, writer: pg.PoolClient, rows: number): Promise<void> {
    const { move } = this;
    if (move.to !== MAIN) await commit(writer);
    await shutDoor(reader, move.schema);
    if (move.from === MAIN) {
      await reader.query('RESET ROLE');
      await switchTenant(reader, move, rows);
    }
    await commit(reader);
    if (move.to === MAIN) {
      await writer.query('RESET ROLE');
      await switchTenant(writer, move, rows);
      await commit(writer);
    } else if (move.from !== MAIN) await this.provisioning.transaction((client) => switchTenant(client, move, rows));
  }

  /** Whether the role of the tenant is the target server's already: then both databases are of one server. */
  private async roleStands(source: Placement): Promise<boolean> {
    const { schema } = this.move;
    const [role] = await this.target.platform.rows('SELECT 1 AS one FROM pg_roles WHERE rolname = $1', [schema]);
    if (!role) return false;
    const started = (place: Placement): Promise<{ at: string }[]> =>
      place.platform.rows<{ at: string }>('SELECT pg_postmaster_start_time()::text AS at');
    const [[one], [other]] = await Promise.all([started(source), started(this.target)]);
    if (one!.at === other!.at) return true;
    throw new TenancyError(
      'name_taken',
      schema,
      `the server of "${this.target.name}" has a role ${schema} of somebody else; look whose it is before moving`,
    );
  }

  private async wanted(): Promise<void> {
    this.lastLook = Date.now();
    await stillWanted(this.platform, this.move);
  }
}

const sum = (counts: Record<string, number>): number => Object.values(counts).reduce((all, n) => all + n, 0);

async function commit(client: pg.ClientBase): Promise<void> {
  const done = await client.query('COMMIT');
  if (done.command !== 'COMMIT') throw new Error('the transaction had failed and was rolled back');
}
