import { Injectable, type OnModuleInit } from '@nestjs/common';
import { conflict, invalid, missing, newId } from '@madang/kernel';
import { PlatformDatabase, Provisioning, recordAct } from '@madang/platform-tenancy';
import { Chores } from '../chores.js';
import { demandOperator } from '../operator-access.js';
import { OperatorHouse } from '../operator-house.js';
import { operatorContext, operatorName } from '../operator-context.js';
import { databasesOf } from './databases.js';
import type { Announcement, AnnouncementInput, PlatformHealth, SlowStatement, TenantDay } from './health-types.js';

const ANNOUNCEMENT = `id, texts ->> 'ko' AS "textKo", texts ->> 'en' AS "textEn", severity, from_at AS "fromAt", until_at AS "untilAt", revision`;

/** How the installation does, and what all tenants shall know. */
@Injectable()
export class Health implements OnModuleInit {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly provisioning: Provisioning,
    private readonly chores: Chores,
    private readonly house: OperatorHouse,
  ) {}

  onModuleInit(): void {
    this.chores.teach('health', 24 * 60, (now) => this.tidy(now));
  }

  async show(): Promise<PlatformHealth> {
    demandOperator('read', 'Health');
    const server = await this.provisioning.withAdmin(async (client) => {
      const { rows } = await client.query<{ backend: number; used: number; most: number; size: number }>(
        `SELECT (SELECT sum(total_bytes) FROM pg_backend_memory_contexts)::float8 AS backend,
                (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')::int AS used,
                current_setting('max_connections')::int AS most, pg_database_size(current_database())::float8 AS size`,
      );
      return rows[0]!;
    });
    const [outbox] = await this.platform.rows<{ n: number; age: number }>(
      `SELECT count(*)::int AS n, coalesce(extract(epoch FROM now() - min(at)), 0)::int AS age FROM platform.outbox WHERE run_after IS NULL OR run_after < now()`,
    );
    const [queue] = await this.platform.rows<{ there: boolean }>(
      `SELECT to_regclass('pgboss.job') IS NOT NULL AS there`,
    );
    const [failed] = queue!.there
      ? await this.platform.rows<{ n: number }>(`SELECT count(*)::int AS n FROM pgboss.job WHERE state = 'failed'`)
      : [{ n: 0 }];
    return {
      mailbox: this.house.mailbox,
      processBytes: process.memoryUsage.rss(),
      uptimeSeconds: Math.round(process.uptime()),
      backendBytes: server.backend,
      connections: server.used,
      connectionsMost: server.most,
      databases: await databasesOf(this.platform, this.provisioning),
      databaseBytes: server.size,
      jobsWaiting: outbox!.n,
      oldestSeconds: outbox!.age,
      jobsFailed: failed!.n,
      tenants: await this.platform.rows<TenantDay & Record<string, unknown>>(
        `SELECT t.slug, coalesce(sum(h.requests), 0)::int AS requests, coalesce(sum(h.errors), 0)::int AS errors,
                coalesce(sum(h.slow), 0)::int AS slow, coalesce(sum(h.jobs_failed), 0)::int AS "jobsFailed",
                coalesce(max(f.mails_failed), 0) AS "mailsFailed"
           FROM platform.tenants t LEFT JOIN platform.tenant_hours h ON h.tenant_id = t.id AND h.hour > now() - interval '1 day'
           LEFT JOIN platform.tenant_figures f ON f.tenant_id = t.id
          GROUP BY t.id, t.slug HAVING coalesce(sum(h.requests), 0) + coalesce(sum(h.jobs_failed), 0) + coalesce(max(f.mails_failed), 0) > 0
          ORDER BY coalesce(sum(h.errors), 0) + coalesce(sum(h.jobs_failed), 0) DESC, coalesce(sum(h.requests), 0) DESC, t.slug LIMIT 50`,
      ),
      slow: await this.platform.rows<SlowStatement & Record<string, unknown>>(
        `SELECT t.slug, s.statement, s.times, s.slowest_ms AS "slowestMs", s.last_at AS "lastAt"
           FROM platform.slow_statements s JOIN platform.tenants t ON t.id = s.tenant_id ORDER BY s.slowest_ms DESC, t.slug LIMIT 50`,
      ),
    };
  }

  /** For operators: those to come and those of the last 30 days. */
  async announcements(): Promise<Announcement[]> {
    demandOperator('read', 'Announcement');
    return this.platform.rows<Announcement & Record<string, unknown>>(
      `SELECT ${ANNOUNCEMENT} FROM platform.announcements WHERE until_at > $1::timestamptz - interval '30 days'
        ORDER BY from_at DESC, id DESC LIMIT 100`,
      [operatorContext().now()],
    );
  }

  /** What tenants' consoles show now. */
  async current(now: Date): Promise<Announcement[]> {
    return this.platform.rows<Announcement & Record<string, unknown>>(
      `SELECT ${ANNOUNCEMENT} FROM platform.announcements WHERE from_at <= $1 AND until_at > $1
        ORDER BY array_position(ARRAY['urgent', 'warning', 'info'], severity), from_at DESC LIMIT 5`,
      [now],
    );
  }

  /** Makes an announcement or changes one. @throws DomainError conflict when somebody else was first */
  async announce(input: AnnouncementInput): Promise<Announcement> {
    demandOperator('manage', 'Announcement');
    if (input.untilAt <= input.fromAt) throw invalid('invalid_input', [{ field: 'untilAt', code: 'too_small' }]);
    const { now, address, requestId } = operatorContext();
    return this.platform.transaction(async (client) => {
      const { rows } = await client.query<Announcement>(
        input.id
          ? `UPDATE platform.announcements SET texts = $2, severity = $3, from_at = $4, until_at = $5, revision = revision + 1
              WHERE id = $1 AND revision = $6 RETURNING ${ANNOUNCEMENT}`
          : `INSERT INTO platform.announcements (id, texts, severity, from_at, until_at, created_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING ${ANNOUNCEMENT}`,
        [
          input.id ?? newId(),
          { ko: input.textKo, en: input.textEn },
          input.severity,
          input.fromAt,
          input.untilAt,
          input.id ? (input.revision ?? 0) : now(),
        ],
      );
      if (!rows[0]) throw conflict('changed_meanwhile');
      const act = input.id ? 'announcement.changed' : 'announcement.made';
      await recordAct(client, { actor: operatorName(), act, details: { id: rows[0].id }, address, requestId });
      return rows[0];
    });
  }

  /** Takes an announcement down. */
  async withdraw(id: string): Promise<void> {
    demandOperator('manage', 'Announcement');
    const { address, requestId } = operatorContext();
    await this.platform.transaction(async (client) => {
      const { rowCount } = await client.query('DELETE FROM platform.announcements WHERE id::text = $1', [id]);
      if (!rowCount) throw missing();
      const actor = operatorName();
      await recordAct(client, { actor, act: 'announcement.withdrawn', details: { id }, address, requestId });
    });
  }

  private async tidy(now: Date): Promise<number> {
    const hours = await this.platform.run(
      `DELETE FROM platform.tenant_hours WHERE hour < $1::timestamptz - interval '30 days'`,
      [now],
    );
    const slow = await this.platform.run(
      `DELETE FROM platform.slow_statements WHERE last_at < $1::timestamptz - interval '30 days'`,
      [now],
    );
    return hours + slow;
  }
}
