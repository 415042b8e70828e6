import type pg from 'pg';
import { MAIN, newId } from '@madang/kernel';
import { recordAct } from './acts.js';
import { ProvisioningError } from './errors.js';
import { checkHost, checkSlug } from './names.js';

/** What a new tenant is called and where it answers. */
export interface NewTenant {
  slug: string;
  name: Record<string, string>;
  locale?: string;
  locales?: string[];
  timeZone?: string;
  plan?: string;
  ownerEmail?: string;
  /** Hosts of its own, taken as verified; the first becomes the primary one. */
  hosts?: string[];
  id?: string;
  /** Database it shall lie in; `main` where absent. */
  placement?: string;
  /** Who makes it, for the operators' audit. */
  by?: string;
}

/** The same tenant with its hosts in their one form. @throws ProvisioningError for what can be seen without the database */
export function checkNew(tenant: NewTenant): NewTenant {
  checkSlug(tenant.slug);
  if (!Object.values(tenant.name).some((name) => name.trim()))
    throw new ProvisioningError(
      'name_missing',
      tenant.slug,
      `tenant "${tenant.slug}" needs a name in one language at least`,
    );
  return { ...tenant, hosts: tenant.hosts?.map(checkHost) };
}

/** Registers a tenant and its hosts, and writes `act` into the operators' audit. @throws ProvisioningError slug_taken, host_taken, id_taken */
export async function insertTenant(
  client: pg.ClientBase,
  tenant: NewTenant,
  schemaName: string,
  version: number,
  act: { act: string; details?: object } = { act: 'tenant.created' },
): Promise<string> {
  const id = tenant.id ?? newId();
  const locale = tenant.locale ?? 'ko';
  try {
    await client.query(
      `INSERT INTO platform.tenants (id, schema_name, slug, name, locale, locales, time_zone, state, plan, schema_version, owner_email, placement)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 'active', $8, $9, $10, $11)`,
      [
        id,
        schemaName,
        tenant.slug,
        tenant.name,
        locale,
        tenant.locales ?? [locale],
        tenant.timeZone ?? 'Asia/Seoul',
        tenant.plan ?? 'free',
        version,
        tenant.ownerEmail ?? null,
        tenant.placement ?? MAIN,
      ],
    );
    await client.query(
      `INSERT INTO platform.hosts (host, tenant_id, is_primary, verified_at)
       SELECT host, $2, n = 1, now() FROM unnest($1::text[]) WITH ORDINALITY AS list(host, n)`,
      [tenant.hosts ?? [], id],
    );
  } catch (error) {
    const { constraint } = error as { constraint?: string };
    const hosts = tenant.hosts?.join(', ') ?? '';
    if (constraint === 'tenants_slug_key')
      throw new ProvisioningError('slug_taken', tenant.slug, `a tenant with the slug "${tenant.slug}" exists already`);
    if (constraint === 'tenants_pkey')
      throw new ProvisioningError('id_taken', id, `the tenant ${id} exists already on this installation`);
    if (constraint === 'hosts_pkey')
      throw new ProvisioningError('host_taken', hosts, `one of these hosts belongs to another tenant: ${hosts}`);
    throw error;
  }
  await recordAct(client, { actor: tenant.by ?? 'system', ...act, tenantId: id, slug: tenant.slug });
  return id;
}

/** Tells a refusal of {@link insertTenant} from work that was only tried. */
class OnlyTried extends Error {}

/**
 * Looks whether a tenant could be registered, before much is done for it; the registering itself is the one that is sure.
 * @param transaction of `main`
 * @throws ProvisioningError slug_taken, host_taken, id_taken
 */
export async function refuseTaken(
  transaction: (work: (client: pg.ClientBase) => Promise<void>) => Promise<void>,
  tenant: NewTenant,
  schemaName: string,
): Promise<void> {
  try {
    await transaction(async (client) => {
      await insertTenant(client, tenant, schemaName, 0);
      throw new OnlyTried();
    });
  } catch (error) {
    if (!(error instanceof OnlyTried)) throw error;
  }
}
