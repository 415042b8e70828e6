import { Injectable, type OnModuleInit } from '@nestjs/common';
import { missing, orders, type Placed, type Slice } from '@madang/kernel';
import { ARCHIVE_DAYS, PlatformDatabase, Provisioning, targetVersion, TenancyError } from '@madang/platform-tenancy';
import { OperatorLists } from '../lists/operator-lists.js';
import { demandOperator } from '../operator-access.js';
import { OperatorHouse } from '../operator-house.js';
import { Placements } from './placements.js';
import { SiteMaker } from './site-maker.js';
import { HostsOf } from './hosts-of.js';
import { tenantList } from './tenants.list.js';
import type { Erasure, PlatformChoices, PlatformTenant, TenantFigures } from './tenant-types.js';

export interface TenantFilter {
  words?: string;
  states?: string[];
  plan?: string;
  placement?: string;
  version?: number;
  sort?: string;
  first?: number;
  after?: string | null;
}

interface Row
  extends
    Omit<PlatformTenant, 'figures' | 'url' | 'health' | 'troubles' | 'upToDate' | 'hosts' | 'names'>,
    TenantFigures {
  allNames: Record<string, string>;
  ownHosts: { host: string; primary: boolean; verified: boolean }[];
  unpaid: boolean;
  errorsDay: number;
}

const tenantRow = (more = ''): string => `
  SELECT t.id, t.slug, coalesce(t.name ->> t.locale, t.slug) AS name, t.name AS "allNames", t.state, t.plan, t.placement, t.moving_to AS "movingTo", t.canary,
         t.schema_version AS "schemaVersion", t.locales, t.time_zone AS "timeZone", t.owner_email AS "ownerEmail", t.error, t.revision,
         t.created_at AS "createdAt", t.archived_at AS "archivedAt", t.erase_after AS "eraseAfter",
         coalesce(f.people, 0) AS people, coalesce(f.subjects, 0) AS subjects, coalesce(f.activities, 0) AS activities,
         coalesce(f.mails_month, 0) AS "mailsMonth", coalesce(f.mails_failed, 0) AS "mailsFailed",
         coalesce(f.database_bytes, 0)::float8 AS "databaseBytes", coalesce(f.file_bytes, 0)::float8 AS "fileBytes",
         f.active_at AS "activeAt", f.exported_at AS "exportedAt", f.measured_at AS "measuredAt",
         EXISTS (SELECT 1 FROM platform.subscriptions u WHERE u.tenant_id = t.id AND u.state IN ('past_due', 'unpaid')) AS unpaid,
         coalesce((SELECT sum(e.errors) FROM platform.tenant_hours e WHERE e.tenant_id = t.id AND e.hour > now() - interval '1 day'), 0)::int AS "errorsDay",
         coalesce((SELECT jsonb_agg(jsonb_build_object('host', h.host, 'primary', h.is_primary, 'verified', h.verified_at IS NOT NULL)
                                    ORDER BY h.is_primary DESC, h.host) FROM platform.hosts h WHERE h.tenant_id = t.id), '[]') AS "ownHosts"${more}
    FROM platform.tenants t LEFT JOIN platform.tenant_figures f ON f.tenant_id = t.id`;

const FILTER = `($1::text IS NULL OR strpos(lower(t.slug || ' ' || t.name::text || ' ' ||
      coalesce((SELECT string_agg(h.host, ' ') FROM platform.hosts h WHERE h.tenant_id = t.id), '')), lower($1)) > 0)
   AND ($2::text[] IS NULL OR t.state = ANY($2)) AND ($3::text IS NULL OR t.plan = $3)
   AND ($4::text IS NULL OR t.placement = $4) AND ($5::integer IS NULL OR t.schema_version = $5)`;

const inOrder = orders(
  {
    slug: ['t.slug', 'text'],
    name: ['lower(coalesce(t.name ->> t.locale, t.slug))', 'text'],
    state: ['t.state', 'text'],
    plan: ['t.plan', 'text'],
    createdAt: ['t.created_at', 'timestamptz'],
    activeAt: [`coalesce(f.active_at, '2000-01-01Z')`, 'timestamptz'],
    people: ['coalesce(f.people, 0)', 'bigint'],
    databaseBytes: ['coalesce(f.database_bytes, 0) + coalesce(f.file_bytes, 0)', 'bigint'],
  },
  ['t.id'],
  'slug',
);

/** Tenants as operators see them. */
@Injectable()
export class TenantsReader implements OnModuleInit {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly provisioning: Provisioning,
    private readonly house: OperatorHouse,
    private readonly maker: SiteMaker,
    private readonly hosts: HostsOf,
    private readonly placements: Placements,
    private readonly lists: OperatorLists,
  ) {}

  onModuleInit(): void {
    this.lists.teach(tenantList((filter) => this.list(filter)));
  }

  /** By keyset, in one of the orders. */
  async list(filter: TenantFilter): Promise<Slice<PlatformTenant>> {
    demandOperator('read', 'Tenant');
    const first = filter.first ?? 20;
    const way = inOrder(filter.sort, filter.after);
    const rows = await this.platform.rows<Row & Placed & Record<string, unknown>>(
      `${tenantRow(`, ${way.column}`)} WHERE ${FILTER} AND ${way.past(6)} ORDER BY ${way.by} LIMIT $8`,
      [
        filter.words?.trim() || null,
        filter.states?.length ? filter.states : null,
        filter.plan ?? null,
        filter.placement ?? null,
        filter.version ?? null,
        ...way.values,
        first + 1,
      ],
    );
    const part = way.slice(rows, first);
    return { ...part, nodes: part.nodes.map((row) => this.seen(row)) };
  }

  /** @throws DomainError missing */
  async show(slug: string): Promise<PlatformTenant> {
    demandOperator('read', 'Tenant');
    const [row] = await this.platform.rows<Row & Record<string, unknown>>(`${tenantRow()} WHERE t.slug = $1`, [slug]);
    if (!row) throw missing('tenancy_tenant_unknown');
    return this.seen(row);
  }

  /** What erasing would take away, counted now. */
  async erasure(slug: string): Promise<Erasure> {
    const tenant = await this.show(slug);
    const [schema] = await this.platform.rows<{ name: string }>(
      'SELECT schema_name AS name FROM platform.tenants WHERE id = $1',
      [tenant.id],
    );
    const figures = await this.maker.measure(tenant.id).catch(() => tenant.figures);
    const size = await this.placements.size(tenant.placement, schema!.name);
    return {
      people: figures.people,
      subjects: figures.subjects,
      rows: size.rows,
      databaseBytes: size.bytes,
      fileBytes: figures.fileBytes,
      hosts: [`${tenant.slug}.${this.house.baseDomain}`, ...tenant.hosts.map(({ host }) => host)],
      days: ARCHIVE_DAYS,
    };
  }

  async choices(): Promise<PlatformChoices> {
    demandOperator('read', 'Tenant');
    return {
      presets: [...this.maker.presets],
      placements: this.placements.names(),
      baseDomain: this.house.baseDomain,
      spares: await this.provisioning.spares(),
    };
  }

  private seen({ allNames, ownHosts, unpaid, errorsDay, ...row }: Row): PlatformTenant {
    const upToDate = row.schemaVersion >= targetVersion(this.provisioning.schema);
    const away = !this.placements.names().includes(row.placement);
    const troubles = [
      ...(away ? ['placement_unknown'] : []),
      ...(row.error ? ['upgrade_failed'] : upToDate ? [] : ['behind']),
      ...(row.mailsFailed > 0 ? ['mails_failed'] : []),
      ...(errorsDay > 0 ? ['errors'] : []),
      ...(unpaid ? ['unpaid'] : []),
    ];
    const primary = ownHosts.find((host) => host.primary)?.host ?? `${row.slug}.${this.house.baseDomain}`;
    const proof = (host: string): { record: string; value: string } => {
      try {
        return this.hosts.by('reader').proof(host);
      } catch (error) {
        // A host from before the rules: it answers, but cannot be proven anew.
        if (error instanceof TenancyError) return { record: '', value: '' };
        throw error;
      }
    };
    return {
      ...row,
      names: JSON.stringify(allNames),
      upToDate,
      troubles,
      health: row.error || away ? 'bad' : troubles.length > 0 ? 'warning' : 'good',
      url: this.house.siteAddress(primary, '/'),
      figures: row,
      hosts: ownHosts.map((host) => ({ ...host, ...proof(host.host) })),
    };
  }
}
