import { Injectable } from '@nestjs/common';
import { conflict, invalid, missing } from '@madang/kernel';
import {
  checkHost,
  checkSlug,
  lockTenant,
  PlatformDatabase,
  recordAct,
  Tenants,
  type HostProof,
} from '@madang/platform-tenancy';
import { demandOperator } from '../operator-access.js';
import { operatorContext, operatorName } from '../operator-context.js';
import { OperatorHouse } from '../operator-house.js';
import { Operations } from '../operations/operations.service.js';
import { HostsOf } from './hosts-of.js';
import { Placements } from './placements.js';
import { SiteMaker } from './site-maker.js';
import type { CloneTenantInput, DescribeTenantInput, ImportTenantInput, ProvisionInput } from './tenant-inputs.js';

/** What operators do with tenants: short acts at once, long ones as operations. */
@Injectable()
export class TenantActs {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly operations: Operations,
    private readonly house: OperatorHouse,
    private readonly maker: SiteMaker,
    private readonly hosts: HostsOf,
    private readonly placements: Placements,
  ) {}

  /** @returns the operation; what can be seen to be wrong is refused before it begins */
  async provision(input: ProvisionInput): Promise<string> {
    demandOperator('provision', 'Tenant');
    checkSlug(input.slug);
    if (input.host) checkHost(input.host);
    if (!this.maker.presets.includes(input.preset))
      throw invalid('invalid_input', [{ field: 'preset', code: 'choice' }]);
    this.placeThere(input.placement);
    await this.free(input.slug, input.host);
    return this.operations.ask({ kind: 'provision', slug: input.slug, input, act: 'tenant.asked_for' });
  }

  async clone(input: CloneTenantInput): Promise<string> {
    demandOperator('provision', 'Tenant');
    checkSlug(input.to);
    this.placeThere(input.placement);
    await this.free(input.to);
    const { id } = await this.known(input.slug);
    return this.operations.ask({
      kind: 'clone',
      tenantId: id,
      slug: input.slug,
      input,
      act: 'tenant.clone_asked',
      details: { to: input.to },
    });
  }

  /** Everything of a tenant in one file, to be fetched within a day. */
  async export(slug: string, secrets: boolean, withoutPeople: boolean): Promise<string> {
    demandOperator('export', 'Tenant');
    const { id } = await this.known(slug);
    const input = { slug, secrets, withoutPeople };
    return this.operations.ask({
      kind: 'export',
      tenantId: id,
      slug,
      input,
      act: 'tenant.export_asked',
      details: { secrets, withoutPeople },
    });
  }

  async import(input: ImportTenantInput): Promise<string> {
    demandOperator('provision', 'Tenant');
    this.placeThere(input.placement);
    if (input.slug) await this.free(checkSlug(input.slug));
    return this.operations.ask({ kind: 'import', slug: input.slug ?? null, input, act: 'tenant.import_asked' });
  }

  async move(slug: string, to: string): Promise<string> {
    demandOperator('move', 'Tenant');
    const { id, placement } = await this.known(slug);
    if (!this.placements.names().includes(to) || to === placement)
      throw invalid('invalid_input', [{ field: 'to', code: 'choice' }]);
    return this.operations.ask({
      kind: 'move',
      tenantId: id,
      slug,
      input: { slug, to },
      act: 'tenant.move_asked',
      details: { from: placement, to },
    });
  }

  /** Has a move given up before its switch; the site stays where it was. */
  stopMove(slug: string): Promise<void> {
    demandOperator('move', 'Tenant');
    return this.placements.stop(slug, operatorName());
  }

  suspend(slug: string, reason: string): Promise<void> {
    demandOperator('run', 'Tenant');
    return this.tenants().suspend(slug, reason);
  }

  /** Opens a tenant again and takes back that it be erased. */
  async resume(slug: string): Promise<void> {
    demandOperator('run', 'Tenant');
    await this.reopen(slug, this.tenants());
  }

  /** The same for whoever has asked for the right already. */
  async reopen(slug: string, tenants: Tenants): Promise<void> {
    await tenants.resume(slug);
    await this.platform.run('UPDATE platform.tenants SET erase_after = NULL WHERE slug = $1', [slug]);
  }

  archive(slug: string, reason: string): Promise<void> {
    demandOperator('erase', 'Tenant');
    return this.tenants().archive(slug, reason);
  }

  /** Closes a tenant now and has it erased after 30 days. @throws DomainError invalid unless its slug was typed */
  async erase(slug: string, typed: string, reason: string): Promise<void> {
    demandOperator('erase', 'Tenant');
    if (typed !== slug) throw invalid('invalid_input', [{ field: 'typed', code: 'must_agree' }]);
    const { now, address, requestId } = operatorContext();
    await this.platform.transaction(async (client) => {
      const tenant = await lockTenant(client, slug);
      await client.query(
        `UPDATE platform.tenants SET state = 'archived', archived_at = $2, erase_after = $2::timestamptz + interval '30 days',
           revision = revision + 1 WHERE id = $1`,
        [tenant.id, now()],
      );
      await recordAct(client, {
        actor: operatorName(),
        act: 'tenant.erase_asked',
        tenantId: tenant.id,
        slug,
        details: { reason },
        address,
        requestId,
      });
    });
  }

  rename(slug: string, to: string, keepHost: boolean): Promise<void> {
    demandOperator('run', 'Tenant');
    return this.tenants().rename(slug, to, keepHost ? `${slug}.${this.house.baseDomain}` : undefined);
  }

  canary(slug: string, on: boolean): Promise<void> {
    demandOperator('run', 'Upgrade');
    return this.tenants().canary(slug, on);
  }

  /** @throws DomainError conflict when somebody else was first */
  async describe(input: DescribeTenantInput): Promise<void> {
    demandOperator('run', 'Tenant');
    const { locale, name, revision } = await this.known(input.slug);
    if (revision !== input.revision) throw conflict('changed_meanwhile');
    const about = {
      ...(input.name ? { name: { ...name, [locale]: input.name } } : {}),
      ...(input.ownerEmail ? { ownerEmail: input.ownerEmail } : {}),
    };
    await this.tenants().describe(input.slug, about, revision);
  }

  addHost(slug: string, host: string, trusted: boolean): Promise<HostProof> {
    demandOperator('run', 'Tenant');
    return this.hosts.by(operatorName()).add(slug, host, trusted);
  }

  verifyHost(slug: string, host: string): Promise<void> {
    demandOperator('run', 'Tenant');
    return this.hosts.by(operatorName()).verify(slug, host);
  }

  primaryHost(slug: string, host: string): Promise<void> {
    demandOperator('run', 'Tenant');
    return this.hosts.by(operatorName()).primary(slug, host);
  }

  removeHost(slug: string, host: string): Promise<void> {
    demandOperator('run', 'Tenant');
    return this.hosts.by(operatorName()).remove(slug, host);
  }

  private tenants(): Tenants {
    return new Tenants(this.platform, operatorName(), operatorContext().now);
  }

  private async known(slug: string): Promise<{
    id: string;
    placement: string;
    locale: string;
    name: Record<string, string>;
    revision: number;
  }> {
    const [row] = await this.platform.rows<{
      id: string;
      placement: string;
      locale: string;
      name: Record<string, string>;
      revision: number;
    }>('SELECT id, placement, locale, name, revision FROM platform.tenants WHERE slug = $1', [slug]);
    if (!row) throw missing('tenancy_tenant_unknown');
    return row;
  }

  /** @throws DomainError invalid for a database there is not */
  private placeThere(placement: string | undefined): void {
    if (placement && !this.placements.names().includes(placement))
      throw invalid('invalid_input', [{ field: 'placement', code: 'choice' }]);
  }

  /** Says at once what the job would find only later; the job is the one that is sure. */
  private async free(slug: string, host?: string): Promise<void> {
    const [row] = await this.platform.rows<{ slug: boolean; host: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM platform.tenants WHERE slug = $1) AS slug,
              EXISTS (SELECT 1 FROM platform.hosts WHERE host = $2) AS host`,
      [slug, host ? checkHost(host) : null],
    );
    if (row!.slug) throw conflict('tenancy_slug_taken', { value: slug });
    if (row!.host) throw conflict('tenancy_host_taken', { value: host! });
  }
}
