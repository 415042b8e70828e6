import { isDeepStrictEqual } from 'node:util';
import type { PoolClient } from 'pg';
import { conflict, type Tenant } from '@madang/kernel';
import { recordAct } from './acts.js';
import { ProvisioningError, TenancyError } from './errors.js';
import { checkSlug } from './names.js';
import type { PlatformDatabase } from './platform-database.js';

/** A tenant as the operator sees it. */
export interface TenantOverview {
  id: string;
  slug: string;
  name: Record<string, string>;
  state: Tenant['state'];
  plan: string;
  placement: string;
  canary: boolean;
  schema: string;
  schemaVersion: number;
  locale: string;
  locales: string[];
  timeZone: string;
  ownerEmail: string | null;
  /** Why the last upgrade failed, if it did. */
  error: string | null;
  hosts: { host: string; primary: boolean; verified: boolean }[];
  createdAt: Date;
  archivedAt: Date | null;
}

/** What of a tenant an operator may change at any time. */
export type TenantDescription = Partial<
  Pick<TenantOverview, 'name' | 'locale' | 'locales' | 'timeZone' | 'plan' | 'ownerEmail'>
>;

/** Days in which an archived tenant can still be opened again. */
export const ARCHIVE_DAYS = 30;

const OVERVIEW = `
  SELECT t.id, t.slug, t.name, t.state, t.plan, t.placement, t.canary, t.schema_name AS schema, t.schema_version AS "schemaVersion",
         t.locale, t.locales, t.time_zone AS "timeZone", t.owner_email AS "ownerEmail", t.error,
         coalesce((SELECT jsonb_agg(jsonb_build_object('host', h.host, 'primary', h.is_primary, 'verified', h.verified_at IS NOT NULL)
                                    ORDER BY h.is_primary DESC, h.host)
                     FROM platform.hosts h WHERE h.tenant_id = t.id), '[]') AS hosts,
         t.created_at AS "createdAt", t.archived_at AS "archivedAt"
    FROM platform.tenants t`;

/** Row of a tenant as acts need it, locked until they end. */
export interface LockedTenant {
  id: string;
  slug: string;
  schema: string;
  state: Tenant['state'];
  archivedAt: Date | null;
  placement: string;
  /** Where it is being copied to. */
  movingTo: string | null;
}

/** @throws TenancyError tenant_unknown */
export async function lockTenant(client: PoolClient, slug: string): Promise<LockedTenant> {
  const { rows } = await client.query<LockedTenant>(
    `SELECT id, slug, schema_name AS schema, state, archived_at AS "archivedAt", placement, moving_to AS "movingTo"
       FROM platform.tenants WHERE slug = $1 FOR UPDATE`,
    [slug],
  );
  return rows[0] ?? unknownTenant(slug);
}

/** @throws TenancyError tenant_moving for what has to wait until the tenant lies where it goes to */
export function refuseMoving({ slug, movingTo }: Pick<LockedTenant, 'slug' | 'movingTo'>): void {
  if (movingTo)
    throw new TenancyError(
      'tenant_moving',
      slug,
      `tenant "${slug}" is being moved to "${movingTo}"; wait until it is there, or stop it: madang tenant stop-move ${slug}`,
    );
}

/** Says that a tenant does not exist, and where to look. */
export function unknownTenant(slug: string): never {
  throw new TenancyError('tenant_unknown', slug, `there is no tenant "${slug}"; \`madang tenant list\` shows all`);
}

/** What an operator does with a whole tenant; each act is one transaction with its line in the operators' audit. */
export class Tenants {
  /** @param actor who acts, as the audit names them */
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly actor: string,
    private readonly now: () => Date = () => new Date(),
  ) {}

  async list(states?: Tenant['state'][]): Promise<TenantOverview[]> {
    return this.platform.rows<TenantOverview & Record<string, unknown>>(
      `${OVERVIEW} WHERE $1::text[] IS NULL OR t.state = ANY($1) ORDER BY t.slug`,
      [states ?? null],
    );
  }

  /** @throws TenancyError tenant_unknown */
  async show(slug: string): Promise<TenantOverview> {
    const [row] = await this.platform.rows<TenantOverview & Record<string, unknown>>(`${OVERVIEW} WHERE t.slug = $1`, [
      slug,
    ]);
    return row ?? unknownTenant(slug);
  }

  /** Closes the site for the time being: it answers 503, nothing runs, nothing is lost. */
  suspend(slug: string, reason?: string): Promise<void> {
    return this.move(slug, ['active'], 'suspended', 'tenant.suspended', reason);
  }

  /** Opens a suspended tenant again, or an archived one within its 30 days. */
  resume(slug: string): Promise<void> {
    return this.move(slug, ['suspended', 'archived'], 'active', 'tenant.resumed');
  }

  /** Closes the site for good: it answers 410; after 30 days it may only be erased. */
  archive(slug: string, reason?: string): Promise<void> {
    return this.move(slug, ['active', 'suspended'], 'archived', 'tenant.archived', reason);
  }

  /** Archived tenants whose 30 days are over. */
  async expired(): Promise<string[]> {
    const rows = await this.platform.rows<{ slug: string }>(
      `SELECT slug FROM platform.tenants WHERE state = 'archived' AND archived_at < $1::timestamptz - make_interval(days => $2) ORDER BY slug`,
      [this.now(), ARCHIVE_DAYS],
    );
    return rows.map(({ slug }) => slug);
  }

  /**
   * Gives a tenant another slug. `keepHost` (the old default host, `<slug>.<base domain>`) goes on answering.
   * @throws ProvisioningError slug_taken, slug_invalid
   */
  async rename(slug: string, to: string, keepHost?: string): Promise<void> {
    checkSlug(to);
    try {
      await this.act(slug, 'tenant.renamed', { from: slug, to }, async (client, tenant) => {
        await client.query('UPDATE platform.tenants SET slug = $2 WHERE id = $1', [tenant.id, to]);
        if (keepHost)
          await client.query(
            'INSERT INTO platform.hosts (host, tenant_id, verified_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
            [keepHost, tenant.id, this.now()],
          );
      });
    } catch (error) {
      if ((error as { constraint?: string }).constraint === 'tenants_slug_key')
        throw new ProvisioningError('slug_taken', to, `a tenant with the slug "${to}" exists already`);
      throw error;
    }
  }

  /**
   * Brings what the platform knows of a tenant to this; an empty list of changes writes nothing.
   * @throws DomainError conflict when a revision is given and it moved meanwhile
   * @returns the names of what differed
   */
  async describe(slug: string, about: TenantDescription, revision?: number): Promise<string[]> {
    const known = await this.show(slug);
    const names = (Object.keys(about) as (keyof TenantDescription)[]).filter(
      (key) => about[key] !== undefined && !isDeepStrictEqual(about[key], known[key]),
    );
    if (names.length === 0) return [];
    const next = { ...known, ...about };
    await this.act(slug, 'tenant.described', { changes: names }, async (client, tenant) => {
      const { rows } = await client.query<{ revision: number }>('SELECT revision FROM platform.tenants WHERE id = $1', [
        tenant.id,
      ]);
      if (revision !== undefined && rows[0]?.revision !== revision) throw conflict('changed_meanwhile');
      await client.query(
        'UPDATE platform.tenants SET name = $2, locale = $3, locales = $4, time_zone = $5, plan = $6, owner_email = $7 WHERE id = $1',
        [tenant.id, next.name, next.locale, next.locales, next.timeZone, next.plan, next.ownerEmail],
      );
    });
    return names;
  }

  /** Whether upgrades try this tenant first and stop when it fails. */
  canary(slug: string, on: boolean): Promise<void> {
    return this.act(slug, 'tenant.canary', { on }, async (client, tenant) => {
      await client.query('UPDATE platform.tenants SET canary = $2 WHERE id = $1', [tenant.id, on]);
    });
  }

  private move(
    slug: string,
    from: Tenant['state'][],
    to: Tenant['state'],
    act: string,
    reason?: string,
  ): Promise<void> {
    return this.act(slug, act, { reason: reason ?? null }, async (client, tenant) => {
      if (tenant.state === to) throw new TenancyError(`already_${to}`, slug, `tenant "${slug}" is ${to} already`);
      if (!from.includes(tenant.state))
        throw new TenancyError(
          'wrong_state',
          slug,
          `tenant "${slug}" is ${tenant.state}; this is for ${from.join(' or ')} tenants`,
        );
      const over = tenant.archivedAt && this.now().getTime() - tenant.archivedAt.getTime() > ARCHIVE_DAYS * 86_400_000;
      if (to === 'active' && over)
        throw new TenancyError(
          'archive_over',
          slug,
          `tenant "${slug}" was archived more than ${ARCHIVE_DAYS} days ago; restore it from an export`,
        );
      await client.query('UPDATE platform.tenants SET state = $2, archived_at = $3 WHERE id = $1', [
        tenant.id,
        to,
        to === 'archived' ? this.now() : null,
      ]);
    });
  }

  private async act(
    slug: string,
    act: string,
    details: object,
    work: (client: PoolClient, tenant: LockedTenant) => Promise<void>,
  ): Promise<void> {
    await this.platform.transaction(async (client) => {
      const tenant = await lockTenant(client, slug);
      await work(client, tenant);
      await client.query('UPDATE platform.tenants SET revision = revision + 1 WHERE id = $1', [tenant.id]);
      await recordAct(client, { actor: this.actor, act, tenantId: tenant.id, slug, details });
    });
  }
}
