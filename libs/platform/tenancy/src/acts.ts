import type { ClientBase } from 'pg';
import { newId } from '@madang/kernel';

/** One act of an operator as `platform.audit` keeps it. */
export interface Act {
  /** Who: `cli:<account>`, `operator:<id>`, or `system`. */
  actor: string;
  /** `<kind>.<past participle>`, such as `tenant.created`, `host.added`, `operator.invited`. */
  act: string;
  /** Absent for what concerns no single tenant. */
  tenantId?: string | null;
  slug?: string | null;
  details?: object;
  /** Where the operator sat, and the request that did it. */
  address?: string | null;
  requestId?: string | null;
}

/** Writes down an act in the transaction that does it, and tells every process when a tenant changed. */
export async function recordAct(client: ClientBase, act: Act): Promise<void> {
  await client.query(
    `INSERT INTO platform.audit (id, actor, act, tenant_id, slug, details, address, request_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      newId(),
      act.actor,
      act.act,
      act.tenantId ?? null,
      act.slug ?? null,
      act.details ?? {},
      act.address ?? null,
      act.requestId ?? null,
    ],
  );
  if (act.tenantId) await client.query(`SELECT pg_notify('madang_tenants', $1)`, [act.tenantId]);
}
