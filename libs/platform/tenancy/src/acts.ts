import type { ClientBase } from 'pg';
import { newId } from '@madang/kernel';

/** One act of an operator as `platform.audit` keeps it. */
export interface Act {
  /** Who: `cli:<account>`, `operator:<id>`, or `system`. */
  actor: string;
  /** `tenant.<past participle>` or `host.<past participle>`. */
  act: string;
  tenantId: string;
  slug: string | null;
  details?: object;
}

/** Writes down an act in the transaction that does it, and tells every process that the tenant changed. */
export async function recordAct(client: ClientBase, act: Act): Promise<void> {
  await client.query(
    'INSERT INTO platform.audit (id, actor, act, tenant_id, slug, details) VALUES ($1, $2, $3, $4, $5, $6)',
    [newId(), act.actor, act.act, act.tenantId, act.slug, act.details ?? {}],
  );
  await client.query(`SELECT pg_notify('madang_tenants', $1)`, [act.tenantId]);
}
