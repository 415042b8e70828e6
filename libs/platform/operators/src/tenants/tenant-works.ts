import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  cloneTenant,
  eraseTenant,
  exportTenant,
  findDrift,
  importTenant,
  PlatformDatabase,
  Provisioning,
  TenancyError,
  Tenants,
  upgradeAll,
} from '@madang/platform-tenancy';
import { OperatorHouse } from '../operator-house.js';
import { Chores } from '../chores.js';
import { OperationRunner, type RunningOperation } from '../operations/operation-runner.js';
import { Operations } from '../operations/operations.service.js';
import { Figures } from './figures.js';
import { Placements } from './placements.js';
import { SiteMaker } from './site-maker.js';
import type { CloneTenantInput, ImportTenantInput, ProvisionInput } from './tenant-inputs.js';

/** Hours an export file can be fetched. */
export const EXPORT_HOURS = 24;

/** How the long acts on tenants are done. */
@Injectable()
export class TenantWorks implements OnModuleInit {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly provisioning: Provisioning,
    private readonly house: OperatorHouse,
    private readonly maker: SiteMaker,
    private readonly figures: Figures,
    private readonly placements: Placements,
    private readonly runner: OperationRunner,
    private readonly operations: Operations,
    private readonly chores: Chores,
  ) {}

  onModuleInit(): void {
    this.runner.teach('provision', (operation) => this.provision(operation));
    this.runner.teach('clone', (operation) => this.clone(operation));
    this.runner.teach('export', (operation) => this.export(operation));
    this.runner.teach('import', (operation) => this.import(operation));
    this.runner.teach('erase', (operation) => this.erase(operation));
    this.runner.teach('move', (operation) => this.move(operation));
    this.runner.teach('upgrade', (operation) => this.upgrade(operation));
    this.runner.teach('drift', (operation) => this.drift(operation));
    this.runner.teach('restock', (operation) => this.restock(operation));
    this.runner.teach('measure', (operation) => this.measure(operation));
    this.chores.teach('measure', 24 * 60, () => this.figures.measureAll(), true);
    this.chores.teach('sweep', 60, (now) => this.sweep(now));
    this.chores.teach('moves', 1, () => this.placements.settle(), true);
    this.chores.teach('erase', 60, (now) => this.eraseDue(now));
  }

  /** Where an export lies until it is fetched or its day is over. */
  exportFile(tenantId: string, operationId: string): string {
    return join(this.house.exportsDir, tenantId, `${operationId}.madang`);
  }

  /** Where an upload waits to be imported. */
  uploadFile(upload: string): string {
    return join(this.house.exportsDir, 'uploads', `${upload}.madang`);
  }

  /** Removes exports and uploads whose time is over. */
  async sweep(now: Date): Promise<number> {
    if (!existsSync(this.house.exportsDir)) return 0;
    let swept = 0;
    for (const entry of await readdir(this.house.exportsDir, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const { mtimeMs } = await stat(path);
      if (now.getTime() - mtimeMs <= EXPORT_HOURS * 3_600_000) continue;
      await rm(path, { force: true });
      swept += 1;
    }
    return swept;
  }

  /** Asks for the erasing of every tenant whose 30 days are over, once each. */
  async eraseDue(now: Date): Promise<number> {
    const due = await this.platform.rows<{ id: string; slug: string }>(
      `SELECT t.id, t.slug FROM platform.tenants t WHERE t.state = 'archived' AND t.erase_after <= $1
          AND NOT EXISTS (SELECT 1 FROM platform.operations o WHERE o.tenant_id = t.id AND o.kind = 'erase' AND o.state IN ('waiting', 'running'))
        ORDER BY t.erase_after`,
      [now],
    );
    for (const { id, slug } of due)
      await this.operations.ask({ kind: 'erase', tenantId: id, slug, input: { slug } }, 'system');
    return due.length;
  }

  private async provision({ input, steps, askedBy, id }: RunningOperation<ProvisionInput>): Promise<object> {
    const started = Date.now();
    const locale = input.locales[0]!;
    const name = { [locale]: input.name, ...(input.nameEn ? { en: input.nameEn } : {}) };
    const tenantId = await steps.step(
      'schema',
      () =>
        this.provisioning.create({
          slug: input.slug,
          name,
          locale,
          locales: input.locales,
          timeZone: input.timeZone,
          hosts: input.host ? [input.host] : [],
          plan: input.plan,
          ownerEmail: input.ownerEmail,
          placement: input.placement,
          by: askedBy,
        }),
      () => undefined,
    );
    await this.platform.run('UPDATE platform.operations SET tenant_id = $2 WHERE id = $1', [id, tenantId]);
    await steps.step('preset', () => this.maker.furnish(input));
    if (input.brand) await steps.step('look', () => this.maker.colour(input.slug, input.brand!));
    if (input.ownerEmail) await steps.step('owner', () => this.maker.invite(input.slug, input.ownerEmail!));
    await steps.step(
      'check',
      () => this.figures.measure(tenantId),
      () => undefined,
    );
    return { slug: input.slug, url: await this.urlOf(input.slug), milliseconds: Date.now() - started };
  }

  private async clone({ input, steps, askedBy }: RunningOperation<CloneTenantInput>): Promise<object> {
    const { id, name, locale } = await new Tenants(this.platform, askedBy).show(input.slug);
    const report = await steps.step(
      'copy',
      () =>
        cloneTenant(this.provisioning, this.platform, input.slug, input.to, {
          actor: askedBy,
          filesDir: this.house.filesDir,
          themesDir: this.house.themesDir,
          theme: this.maker.themeFolder(id, input.slug),
          withoutPeople: input.withoutPeople,
          placement: input.placement,
          ...(input.name ? { name: { ...name, [locale]: input.name } } : {}),
        }),
      ({ rows, files }) => `${rows} rows, ${files} files`,
    );
    await steps.step(
      'check',
      () => this.figures.measure(report.tenantId),
      () => undefined,
    );
    return { slug: input.to, url: await this.urlOf(input.to), rows: report.rows, files: report.files };
  }

  private async export(
    operation: RunningOperation<{ slug: string; secrets: boolean; withoutPeople: boolean }>,
  ): Promise<object> {
    const { input, steps, askedBy, id: operationId } = operation;
    const { id, slug } = await new Tenants(this.platform, askedBy).show(input.slug);
    const file = this.exportFile(id, operationId);
    await mkdir(join(this.house.exportsDir, id), { recursive: true, mode: 0o700 });
    const draft = `${file}.writing`;
    try {
      const end = await steps.step(
        'write',
        () =>
          exportTenant(this.provisioning, this.platform, slug, createWriteStream(draft, { mode: 0o600, flags: 'wx' }), {
            secrets: input.secrets,
            people: !input.withoutPeople,
            folders: { files: join(this.house.filesDir, id), theme: this.maker.themeFolder(id, slug) },
          }),
        ({ rows, files }) => `${rows} rows, ${files} files`,
      );
      await rename(draft, file);
      const { size } = await stat(file);
      if (!input.withoutPeople) await this.figures.exported(id);
      return {
        file: `/operator/exports/${operationId}`,
        bytes: size,
        rows: end.rows,
        files: end.files,
        sha256: end.sha256,
        until: new Date(Date.now() + EXPORT_HOURS * 3_600_000).toISOString(),
      };
    } finally {
      await rm(draft, { force: true });
    }
  }

  private async import({ input, steps, askedBy }: RunningOperation<ImportTenantInput>): Promise<object> {
    const file = this.uploadFile(input.upload);
    if (!existsSync(file))
      throw new TenancyError('export_broken', '', 'the upload is not there any more; send it again');
    const gunzip = createGunzip();
    const pieces = async function* (): AsyncGenerator<Buffer> {
      const source = createReadStream(file);
      source.once('error', (error) => gunzip.destroy(error));
      try {
        yield* source.pipe(gunzip) as AsyncIterable<Buffer>;
      } catch (error) {
        if (/^Z_|^ERR_STREAM/.test((error as { code?: string }).code ?? ''))
          throw new TenancyError('export_broken', '', 'this is no complete export file');
        throw error;
      }
    };
    try {
      const report = await steps.step(
        'read',
        () =>
          importTenant(this.provisioning, pieces(), {
            actor: askedBy,
            filesDir: this.house.filesDir,
            themesDir: this.house.themesDir,
            slug: input.slug,
            copy: input.copy,
            withoutHosts: input.withoutHosts,
            placement: input.placement,
          }),
        ({ rows, files }) => `${rows} rows, ${files} files`,
      );
      await steps.step(
        'check',
        () => this.figures.measure(report.tenantId),
        () => undefined,
      );
      return { slug: report.slug, url: await this.urlOf(report.slug), rows: report.rows, files: report.files };
    } finally {
      await rm(file, { force: true });
    }
  }

  private async erase({ input, steps, askedBy }: RunningOperation<{ slug: string }>): Promise<object> {
    const report = await steps.step(
      'erase',
      () =>
        eraseTenant(this.provisioning, this.platform, input.slug, {
          actor: askedBy,
          filesDir: this.house.filesDir,
          themesDir: this.house.themesDir,
          exportsDir: this.house.exportsDir,
        }),
      ({ clean, auditLines }) => (clean ? `nothing is left but ${auditLines} lines of the log` : 'something is left'),
    );
    // The result names nobody: the log of operations outlives the tenant.
    return { clean: report.clean, tables: Object.keys(report.rows).length };
  }

  private move({ input, steps, askedBy }: RunningOperation<{ slug: string; to: string }>): Promise<object> {
    return this.placements.move(input.slug, input.to, askedBy, steps);
  }

  private async upgrade({ input, steps }: RunningOperation<{ slug?: string }>): Promise<object> {
    if (input.slug)
      await this.platform.run('UPDATE platform.tenants SET attempts = 0, error = NULL WHERE slug = $1', [input.slug]);
    const report = await steps.step(
      'upgrade',
      () =>
        upgradeAll(this.provisioning, this.platform, {
          ...(input.slug ? { only: input.slug } : {}),
          onProgress: (done, total, last) => void steps.progress(`${done}/${total} ${last?.slug ?? ''}`).catch(() => 0),
        }),
      ({ upgraded, failed, heldBack }) => `${upgraded.length} upgraded, ${failed.length} failed, ${heldBack} held back`,
    );
    const { tenants, ...rest } = report;
    return { ...rest, upgraded: report.upgraded.length, tenants: tenants.length };
  }

  private async drift({ steps }: RunningOperation): Promise<object> {
    const found = await steps.step(
      'compare',
      () => findDrift(this.provisioning, this.platform),
      (drift) => `${drift.length} differ`,
    );
    return {
      drift: found.slice(0, 100).map(({ slug, missing, extra }) => ({
        slug,
        missing: missing.slice(0, 20),
        extra: extra.slice(0, 20),
      })),
    };
  }

  private async restock({ steps }: RunningOperation): Promise<object> {
    const made = await steps.step(
      'build',
      () => this.provisioning.stock(this.house.spares),
      (n) => `${n} made`,
    );
    return { made, ready: await this.provisioning.spares() };
  }

  private async measure({ steps }: RunningOperation): Promise<object> {
    const counted = await steps.step(
      'count',
      () => this.figures.measureAll(),
      (n) => `${n} tenants`,
    );
    return { counted };
  }

  private async urlOf(slug: string): Promise<string> {
    const { hosts } = await new Tenants(this.platform, 'system').show(slug);
    return this.house.siteAddress(
      hosts.find(({ primary }) => primary)?.host ?? `${slug}.${this.house.baseDomain}`,
      '/',
    );
  }
}
