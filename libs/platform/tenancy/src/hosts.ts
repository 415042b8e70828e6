import { createHmac } from 'node:crypto';
import type { PoolClient } from 'pg';
import { recordAct } from './acts.js';
import { ProvisioningError, TenancyError } from './errors.js';
import { checkHost } from './names.js';
import type { PlatformDatabase } from './platform-database.js';
import { lockTenant, type LockedTenant } from './tenants.js';

/** What proves that whoever asks for a host may speak for it: a TXT record of this name and value. */
export interface HostProof {
  record: string;
  value: string;
}

export interface HostsOptions {
  /** Subdomains of it belong to tenants by their slugs and are never added by hand. */
  baseDomain: string;
  /** Derives the value of the TXT record, so that none is stored. */
  secret: string;
  /** Looks up TXT records (`resolveTxt` of node:dns/promises). */
  resolveTxt: (name: string) => Promise<string[][]>;
  actor: string;
}

/** Host names of tenants beside `<slug>.<base domain>`. A host answers only once it is verified. */
export class Hosts {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly options: HostsOptions,
  ) {}

  async list(slug: string): Promise<{ host: string; primary: boolean; verifiedAt: Date | null }[]> {
    return this.platform.rows(
      `SELECT h.host, h.is_primary AS primary, h.verified_at AS "verifiedAt" FROM platform.hosts h
         JOIN platform.tenants t ON t.id = h.tenant_id WHERE t.slug = $1 ORDER BY h.is_primary DESC, h.host`,
      [slug],
    );
  }

  /**
   * Adds a host, unverified; with `trusted` the operator vouches for it.
   * @throws ProvisioningError host_taken, host_invalid
   */
  async add(slug: string, given: string, trusted = false): Promise<HostProof> {
    const host = this.outside(given);
    await this.act(slug, 'host.added', { host, trusted }, async (client, tenant) => {
      const { rowCount } = await client.query(
        `INSERT INTO platform.hosts (host, tenant_id, verified_at) VALUES ($1, $2, CASE WHEN $3 THEN now() END)
         ON CONFLICT (host) DO UPDATE SET verified_at = coalesce(hosts.verified_at, excluded.verified_at)
           WHERE hosts.tenant_id = excluded.tenant_id`,
        [host, tenant.id, trusted],
      );
      if (!rowCount) throw new ProvisioningError('host_taken', host, `the host ${host} belongs to another tenant`);
    });
    return this.proof(host);
  }

  /** The record that {@link verify} looks for. */
  proof(given: string): HostProof {
    const host = checkHost(given);
    const value = createHmac('sha256', this.options.secret).update(`host:${host}`).digest('base64url').slice(0, 32);
    return { record: `_madang.${host}`, value: `madang=${value}` };
  }

  /** Looks for the TXT record and opens the host. @throws TenancyError host_unproven with the record to make */
  async verify(slug: string, given: string): Promise<void> {
    const host = checkHost(given);
    if (!(await this.list(slug)).some((one) => one.host === host)) this.known(host, slug, { rowCount: 0 });
    const { record, value } = this.proof(host);
    const found = await this.options.resolveTxt(record).catch(() => [] as string[][]);
    if (!found.some((chunks) => chunks.join('') === value))
      throw new TenancyError(
        'host_unproven',
        host,
        `no TXT record ${record} with the value ${value} was found; make it, or add the host with --trusted`,
      );
    await this.act(slug, 'host.verified', { host }, async (client, tenant) => {
      const sql = 'UPDATE platform.hosts SET verified_at = now() WHERE host = $1 AND tenant_id = $2';
      this.known(host, slug, await client.query(sql, [host, tenant.id]));
    });
  }

  /** Makes a verified host the one that links and mails name. */
  async primary(slug: string, given: string): Promise<void> {
    const host = checkHost(given);
    await this.act(slug, 'host.primary', { host }, async (client, tenant) => {
      await client.query('UPDATE platform.hosts SET is_primary = false WHERE tenant_id = $1 AND is_primary', [
        tenant.id,
      ]);
      const sql =
        'UPDATE platform.hosts SET is_primary = true WHERE host = $1 AND tenant_id = $2 RETURNING verified_at';
      const changed = await client.query<{ verified_at: Date | null }>(sql, [host, tenant.id]);
      this.known(host, slug, changed);
      if (!changed.rows[0]!.verified_at)
        throw new TenancyError(
          'host_unverified',
          host,
          `the host ${host} is not verified yet; run \`madang host verify ${slug} ${host}\` first`,
        );
    });
  }

  /** Takes a host away; links go to the default host again when it was the primary one. */
  async remove(slug: string, given: string): Promise<void> {
    const host = checkHost(given);
    await this.act(slug, 'host.removed', { host }, async (client, tenant) => {
      const sql = 'DELETE FROM platform.hosts WHERE host = $1 AND tenant_id = $2';
      this.known(host, slug, await client.query(sql, [host, tenant.id]));
    });
  }

  private outside(given: string): string {
    const host = checkHost(given);
    const { baseDomain } = this.options;
    if (host === baseDomain || host.endsWith(`.${baseDomain}`))
      throw new ProvisioningError(
        'host_invalid',
        host,
        `hosts below ${baseDomain} are given by slug; rename the tenant instead`,
      );
    return host;
  }

  private known(host: string, slug: string, { rowCount }: { rowCount: number | null }): void {
    if (!rowCount)
      throw new TenancyError(
        'host_unknown',
        host,
        `tenant "${slug}" has no host ${host}; \`madang host list ${slug}\` shows its hosts`,
      );
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
      await recordAct(client, { actor: this.options.actor, act, tenantId: tenant.id, slug, details });
    });
  }
}
