import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { db, inContext, inUnit, newContext, SYSTEM, type Tenant } from '@madang/kernel';
import { SecondFactor, Staff } from '@madang/commons-people';
import { readPreset, Site, TenantFiles } from '@madang/commons-site';
import { SiteMaker, type FactorOrder, type SiteFigures, type SiteWish } from '@madang/platform-operators';
import { unknownTenant } from '@madang/platform-tenancy';
import { contrastReport, solveTheme, type ThemeInput } from '@madang/theming';
import type { Program } from '../program.js';
import { TENANTS_DIR } from '../tenants-dir.js';

const PRESETS = join(TENANTS_DIR, 'presets');

/** Gives an instance of the container; known only once it stands. */
export type Container = <T>(type: abstract new (...args: never[]) => T) => T;

/** What the operators' half asks of the tenants' half, one tenant at a time, in that tenant's own context. */
export class ProgramSites extends SiteMaker {
  readonly presets = ['district', 'ngo', 'coop', 'blank'];

  constructor(
    private readonly program: Program,
    private readonly container: () => Container,
  ) {
    super();
  }

  override async furnish({ slug, preset }: SiteWish): Promise<string> {
    const tenant = await this.bySlug(slug);
    const { name, locale, locales, timeZone } = tenant;
    const about = { slug, name, slogan: name, locale, locales, timeZone, operator: { name }, preset };
    const folder = await readPreset(PRESETS, about);
    const { changes } = await this.inside(tenant, false, () => this.container()(TenantFiles).apply(folder));
    await this.program.registry.changed(tenant.id);
    return `${changes.length}`;
  }

  override async colour(slug: string, brand: string): Promise<string> {
    const tenant = await this.bySlug(slug);
    const report = await this.inside(tenant, false, async () => {
      const site = this.container()(Site);
      const theme = { ...((await site.value('theme')) as ThemeInput | null), brand };
      await site.setValue('theme', theme);
      return contrastReport(solveTheme(theme));
    });
    await this.program.registry.changed(tenant.id);
    return `${report.rows.filter(({ passes }) => passes).length}/${report.rows.length}`;
  }

  override async invite(slug: string, email: string): Promise<void> {
    const tenant = await this.bySlug(slug);
    await this.inside(tenant, false, () => this.container()(Staff).invite({ email, role: 'administrator' }));
  }

  override async resetFactor(
    slug: string,
    { email, reason, by }: FactorOrder,
    note: (person: string) => Promise<void>,
  ): Promise<void> {
    const tenant = await this.bySlug(slug);
    await this.inside(tenant, false, async () => note(await this.container()(SecondFactor).resetAt(email, reason, by)));
  }

  override async measure(tenantId: string): Promise<SiteFigures> {
    const tenant = await this.program.registry.get({ id: tenantId });
    if (!tenant) unknownTenant(tenantId);
    return this.inside(
      tenant,
      true,
      async () =>
        (await db().row<SiteFigures>(
          `SELECT (SELECT count(*) FROM people WHERE state = 'active')::int AS people,
                  (SELECT count(*) FROM subjects)::int AS subjects,
                  (SELECT count(*) FROM activities WHERE state <> 'closed')::int AS activities,
                  coalesce((SELECT mails FROM mail_months WHERE month = date_trunc('month', $1::timestamptz AT TIME ZONE $2)::date), 0) AS "mailsMonth",
                  (SELECT count(*) FROM mails WHERE state = 'failed' AND created_at > $1::timestamptz - interval '7 days')::int AS "mailsFailed",
                  (SELECT coalesce(sum(bytes), 0) FROM media)::float8 AS "fileBytes",
                  (SELECT max(at) FROM events) AS "activeAt"`,
          [new Date(), tenant.timeZone],
        ))!,
    );
  }

  override themeFolder(tenantId: string, slug: string): string {
    const own = join(this.program.config.dataDir, 'themes', tenantId);
    return existsSync(own) ? own : join(TENANTS_DIR, slug, 'theme');
  }

  private async bySlug(slug: string): Promise<Tenant> {
    return (await this.program.registry.get({ slug })) ?? unknownTenant(slug);
  }

  private inside<T>(tenant: Tenant, readOnly: boolean, work: () => Promise<T>): Promise<T> {
    return inContext(newContext(tenant, { actor: SYSTEM, requestId: 'operator' }), () =>
      inUnit(this.program.database, readOnly, work),
    );
  }
}
