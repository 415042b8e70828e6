import { TenancyError } from '@madang/platform-tenancy';
import { Placements } from '@madang/platform-operators';
import type { Program } from '../program.js';

/** The databases of this installation; one, until more are named. */
export class ProgramPlacements extends Placements {
  constructor(private readonly program: Program) {
    super();
  }

  override names(): string[] {
    return ['main'];
  }

  override async size(_placement: string, schema: string): Promise<{ rows: number; bytes: number }> {
    return this.program.provisioning.withAdmin(async (client) => {
      const { rows } = await client.query<{ rows: number; bytes: number }>(
        `SELECT coalesce(sum(greatest(c.reltuples, 0)), 0)::float8 AS rows, coalesce(sum(pg_total_relation_size(c.oid)), 0)::float8 AS bytes
           FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind = 'r'`,
        [schema],
      );
      return { rows: Math.round(rows[0]!.rows), bytes: rows[0]!.bytes };
    });
  }

  override move(_slug: string, to: string): Promise<object> {
    return Promise.reject(new TenancyError('placement_unknown', to, `there is no database "${to}"`));
  }
}
