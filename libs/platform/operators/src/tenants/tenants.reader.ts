import { Injectable, type OnModuleInit } from '@nestjs/common';
import { decodeCursor, missing, slice, type Slice } from '@madang/kernel';
import { ARCHIVE_DAYS, PlatformDatabase, Provisioning, targetVersion, TenancyError } from '@madang/platform-tenancy';
import { OperatorLists } from '../lists/operator-lists.js';
import { demandOperator } from '../operator-access.js';
import { OperatorHouse } from '../operator-house.js';
import { Placements } from './placements.js';
import { SiteMaker } from './site-maker.js';
import { HostsOf } from './hosts-of.js';
import type { TENANT_SORTS } from './tenant-inputs.js';
import { tenantList } from './tenants.list.js';
import type { Erasure, PlatformChoices, PlatformTenant, TenantFigures } from './tenant-types.js';

export interface TenantFilter {
  words?: string;
  states?: string[];
  plan?: string;
  placement?: string;
  version?: number;
  sort?: (typeof TENANT_SORTS)[number];
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
  /** Instants as the database has them: here they would be cut to milliseconds, and a cursor would skip rows. */
  exact: { created: string; active: string };
  errorsDay: number;
}

const TENANT = `
  SELECT t.id, t.slug, coalesce(t.name ->> t.locale, t.slug) AS name, t.name AS "allNames", t.state, t.plan, t.placement, t.moving_to AS "movingTo", t.canary,
         t.schema_version AS "schemaVersion", t.locales, t.time_zone AS "timeZone", t.owner_email AS "ownerEmail", t.error, t.revision,
         t.created_at AS "createdAt", t.archived_at AS "archivedAt", t.erase_after AS "eraseAfter",
         jsonb_build_object('created', t.created_at::text, 'active', coalesce(f.active_at, '2000-01-01Z')::text) AS exact,
         coalesce(f.people, 0) AS people, coalesce(f.subjects, 0) AS subjects, coalesce(f.activities, 0) AS activities,
         coalesce(f.mails_month, 0) AS "mailsMonth", coalesce(f.mails_failed, 0) AS "mailsFailed",
         coalesce(f.database_bytes, 0)::float8 AS "databaseBytes", coalesce(f.file_bytes, 0)::float8 AS "fileBytes",
         f.active_at AS "activeAt", f.exported_at AS "exportedAt", f.measured_at AS "measuredAt",
         EXISTS (SELECT 1 FROM platform.subscriptions u WHERE u.tenant_id = t.id AND u.state IN ('past_due', 'unpaid')) AS unpaid,
         coalesce((SELECT sum(e.errors) FROM platform.tenant_hours e WHERE e.tenant_id = t.id AND e.hour > now() - interval '1 day'), 0)::int AS "errorsDay",
         coalesce((SELECT jsonb_agg(jsonb_build_object('host', h.host, 'primary', h.is_primary, 'verified', h.verified_at IS NOT NULL)
                                    ORDER BY h.is_primary DESC, h.host) FROM platform.hosts h WHERE h.tenant_id = t.id), '[]') AS "ownHosts"
    FROM platform.tenants t LEFT JOIN platform.tenant_figures f ON f.tenant_id = t.id`;

const FILTER = `($1::text IS NULL OR strpos(lower(t.slug || ' ' || t.name::text || ' ' ||
      coalesce((SELECT string_agg(h.host, ' ') FROM platform.hosts h WHERE h.tenant_id = t.id), '')), lower($1)) > 0)
   AND ($2::text[] IS NULL OR t.state = ANY($2)) AND ($3::text IS NULL OR t.plan = $3)
   AND ($4::text IS NULL OR t.placement = $4) AND ($5::integer IS NULL OR t.schema_version = $5)`;

/** Each order with the value its cursor keeps. Text compares as text, numbers are padded by the database itself. */
const ORDERS: Record<
  (typeof TENANT_SORTS)[number],
  { key: string; type: string; down?: true; of: (row: Row) => string | number }
> = {
  slug: { key: 't.slug', type: 'text', of: (row) => row.slug },
  name: { key: 'coalesce(t.name ->> t.locale, t.slug)', type: 'text', of: (row) => row.name },
  '-createdAt': { key: 't.created_at', type: 'timestamptz', down: true, of: (row) => row.exact.created },
  '-activeAt': {
    key: `coalesce(f.active_at, '2000-01-01Z')`,
    type: 'timestamptz',
    down: true,
    of: (row) => row.exact.active,
  },
  '-people': { key: 'coalesce(f.people, 0)', type: 'integer', down: true, of: (row) => row.people },
  '-databaseBytes': {
    key: 'coalesce(f.database_bytes, 0) + coalesce(f.file_bytes, 0)',
    type: 'bigint',
    down: true,
    of: (row) => row.databaseBytes + row.fileBytes,
  },
};

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
    const order = ORDERS[filter.sort ?? 'slug'];
    const [value, id] = filter.after ? decodeCursor(filter.after, 2) : [null, null];
    const [direction, sign] = order.down ? ['DESC', '<'] : ['ASC', '>'];
    const rows = await this.platform.rows<Row & Record<string, unknown>>(
      `${TENANT} WHERE ${FILTER} AND ($6::text IS NULL OR (${order.key}, t.id) ${sign} ($6::${order.type}, $7::uuid))
        ORDER BY ${order.key} ${direction}, t.id ${direction} LIMIT $8`,
      [
        filter.words?.trim() || null,
        filter.states?.length ? filter.states : null,
        filter.plan ?? null,
        filter.placement ?? null,
        filter.version ?? null,
        value === null ? null : String(value),
        id,
        first + 1,
      ],
    );
    const part = slice(rows, first, (row) => [order.of(row), row.id]);
    return { ...part, nodes: part.nodes.map((row) => this.seen(row)) };
  }

  /** @throws DomainError missing */
  async show(slug: string): Promise<PlatformTenant> {
    demandOperator('read', 'Tenant');
    const [row] = await this.platform.rows<Row & Record<string, unknown>>(`${TENANT} WHERE t.slug = $1`, [slug]);
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

  private seen({ allNames, ownHosts, unpaid, errorsDay, exact: _exact, ...row }: Row): PlatformTenant {
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
