import { inContext, inUnit, newContext, SYSTEM } from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { Placements } from '@madang/platform-operators';
import { moveTenant, settleMoves, stopMove, type MoveReport, type MoveSteps } from '@madang/platform-tenancy';
import type { Program } from '../program.js';

/** The databases of this installation, and the way between them. */
export class ProgramPlacements extends Placements {
  constructor(private readonly program: Program) {
    super();
  }

  override names(): string[] {
    return this.program.provisioning.placements.names();
  }

  override async size(placement: string, schema: string): Promise<{ rows: number; bytes: number }> {
    const place = await this.program.provisioning.at(placement);
    return place.withAdmin(async (client) => {
      const { rows } = await client.query<{ rows: number; bytes: number }>(
        `SELECT coalesce(sum(greatest(c.reltuples, 0)), 0)::float8 AS rows, coalesce(sum(pg_total_relation_size(c.oid)), 0)::float8 AS bytes
           FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind = 'r'`,
        [schema],
      );
      return { rows: Math.round(rows[0]!.rows), bytes: rows[0]!.bytes };
    });
  }

  override async move(slug: string, to: string, actor: string, steps: MoveSteps): Promise<MoveReport> {
    return movedAndNoted(this.program, slug, to, actor, steps);
  }

  override async stop(slug: string, actor: string): Promise<void> {
    const { platform, provisioning } = this.program;
    await stopMove(platform, slug, actor);
    // Where nobody moves it any more, nobody else would notice.
    await settleMoves(provisioning, platform, slug);
  }

  override async settle(): Promise<number> {
    const { settled, waiting } = await settleMoves(this.program.provisioning, this.program.platform);
    for (const { slug, why } of waiting) this.program.log.warn({ tenant: slug, why }, 'a move cannot be settled yet');
    return settled.length;
  }
}

/** Moves a tenant and writes that down in its own audit, too. */
export async function movedAndNoted(
  program: Program,
  slug: string,
  to: string,
  actor: string,
  steps: MoveSteps,
): Promise<MoveReport> {
  const report = await moveTenant(program.provisioning, program.platform, slug, to, { actor, steps });
  const { from, rows } = report;
  const tenant = await program.registry.get({ slug });
  if (!tenant) return report;
  program.registry.forget(tenant.id);
  const note = (): Promise<void> => record('platform.moved', 'site', null, undefined, { from, to, rows });
  await inContext(newContext(tenant, { actor: SYSTEM, requestId: 'operator' }), () =>
    inUnit(program.database, false, note),
  ).catch((error: unknown) => program.log.error({ error, tenant: slug }, 'a move is not in the audit of the tenant'));
  return report;
}
