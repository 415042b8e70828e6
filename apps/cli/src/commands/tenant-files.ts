import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import {
  cloneTenant,
  eraseTenant,
  exportTenant,
  importTenant,
  TenancyError,
  type ErasureReport,
  type ImportReport,
} from '@madang/platform-tenancy';
import { siteUrl } from '@madang/server';
import { NotWell, UsageError, type Call, type Command } from '../command.js';
import { filesDirOf, tenantsOf, themeOf, themesDirOf } from '../installation.js';

const exporting: Command = {
  name: 'tenant export',
  summary: 'write one organisation with everything into one file',
  args: ['<slug>', '[file]'],
  options: {
    secrets: { help: 'password hashes, sessions and API tokens too; keep such a file like a password' },
    'without-people': { help: 'only how the site is arranged' },
    force: { help: 'overwrite the file' },
  },
  notes:
    'Without a file name: <slug>.madang here; - is standard output. The format is described in docs/api/export-format.md.',
  async run(call) {
    const slug = call.args['slug']!;
    const file = call.args['file'] || `${slug}.madang`;
    const program = await call.program();
    const { platform, provisioning } = program;
    const { id } = await (await tenantsOf(call)).show(slug);
    if (file !== '-' && existsSync(file) && !call.flag('force'))
      throw new TenancyError('file_exists', file, `${file} exists already; choose another name or add --force`);
    const draft = `${file}.writing-${process.pid}`;
    const out = file === '-' ? new PassThrough() : createWriteStream(draft, { mode: 0o600, flags: 'wx' });
    if (file === '-') out.pipe(process.stdout, { end: false });
    const started = Date.now();
    try {
      const end = await exportTenant(provisioning, platform, slug, out, {
        secrets: call.flag('secrets'),
        people: !call.flag('without-people'),
        folders: {
          files: join(filesDirOf(program), id),
          theme: themeOf(program, id, slug),
        },
        onProgress: (table, rows) => rows > 0 && call.out.aside(`  ${table}: ${rows}`),
      });
      if (file === '-') return undefined;
      await rename(draft, file);
      const bytes = (await stat(file)).size;
      call.out.say(
        `${file}: ${end.rows} rows, ${end.files} files, ${(bytes / 1024).toFixed(0)} KB after ${Date.now() - started} ms`,
      );
      return { file, bytes, milliseconds: Date.now() - started, ...end };
    } finally {
      if (file !== '-') await rm(draft, { force: true });
    }
  },
};

/** The report of an import or clone, for people. */
async function tell(call: Call, report: ImportReport): Promise<ImportReport & { url: string }> {
  const { registry, config } = await call.program();
  const url = siteUrl(config, (await registry.get({ id: report.tenantId }))!.primaryHost, '/');
  call.out.say(`${report.slug}: ${report.rows} rows, ${report.files} files after ${report.milliseconds} ms, at ${url}`);
  if (report.from < report.version) call.out.say(`  upgraded from schema version ${report.from} to ${report.version}`);
  return { ...report, url };
}

const importing: Command = {
  name: 'tenant import',
  summary: 'restore an organisation from an export, with the same ids',
  args: ['<file>'],
  options: {
    slug: { value: 'slug', help: 'under another slug' },
    copy: { help: 'with a new id, to live beside its original' },
    'without-hosts': { help: 'leave its own host names out' },
    placement: { value: 'name', help: 'database it lies in, one of PLACEMENTS (main)' },
  },
  notes:
    'One transaction: when anything is wrong with the file, nothing of it is here afterwards. - is standard input.',
  async run(call) {
    const file = call.args['file']!;
    if (file !== '-' && !existsSync(file)) throw new UsageError(`There is no file ${file}.`);
    const program = await call.program();
    const source: Readable = file === '-' ? process.stdin : createReadStream(file);
    const gunzip = createGunzip();
    source.once('error', (error) => gunzip.destroy(error));
    const pieces = async function* (): AsyncGenerator<Buffer> {
      try {
        yield* source.pipe(gunzip) as AsyncIterable<Buffer>;
      } catch (error) {
        if (/^Z_|^ERR_STREAM/.test((error as { code?: string }).code ?? ''))
          throw new TenancyError('export_broken', file, `${file} is no complete export: ${(error as Error).message}`);
        throw error;
      }
    };
    const report = await importTenant(program.provisioning, pieces(), {
      actor: call.actor,
      filesDir: filesDirOf(program),
      themesDir: themesDirOf(program),
      slug: call.text('slug'),
      copy: call.flag('copy'),
      withoutHosts: call.flag('without-hosts'),
      placement: call.text('placement'),
    });
    return tell(call, report);
  },
};

const cloning: Command = {
  name: 'tenant clone',
  summary: 'a second organisation like this one',
  args: ['<slug>', '<new-slug>'],
  options: {
    name: { value: 'name', help: 'its name in its first language' },
    'without-people': { help: 'only how the site is arranged: no people, nothing they wrote' },
    placement: { value: 'name', help: 'database it lies in (that of the original)' },
  },
  async run(call) {
    const { slug, 'new-slug': to } = call.args as { slug: string; 'new-slug': string };
    const program = await call.program();
    const { id, name, locale } = await (await tenantsOf(call)).show(slug);
    const report = await cloneTenant(program.provisioning, program.platform, slug, to, {
      actor: call.actor,
      filesDir: filesDirOf(program),
      themesDir: themesDirOf(program),
      theme: themeOf(program, id, slug),
      withoutPeople: call.flag('without-people'),
      placement: call.text('placement'),
      ...(call.text('name') ? { name: { ...name, [locale]: call.text('name')! } } : {}),
    });
    return tell(call, report);
  },
};

const erasing: Command = {
  name: 'tenant erase',
  summary: 'remove an archived or suspended organisation for ever, and prove it',
  args: ['[slug]'],
  options: {
    yes: { help: 'do not ask' },
    expired: { help: 'all whose 30 days in the archive are over' },
  },
  notes:
    'Schema, role, rows, mails and files go; the audit keeps that something was erased, by an opaque id. Exit code 1 when anything is left.',
  async run(call) {
    const program = await call.program();
    const tenants = await tenantsOf(call);
    const slugs = call.flag('expired') ? await tenants.expired() : [call.args['slug']!].filter(Boolean);
    if (slugs.length === 0 && !call.flag('expired')) throw new UsageError('Say which: madang tenant erase <slug>');
    const reports: ErasureReport[] = [];
    for (const slug of slugs) {
      await tenants.show(slug);
      if (
        !call.flag('yes') &&
        !(await call.out.typed(`Everything of "${slug}" will be gone. Type its slug to go on: `, slug))
      )
        throw new TenancyError('not_confirmed', slug, `nothing was erased; type the slug when asked, or add --yes`);
      const report = await eraseTenant(program.provisioning, program.platform, slug, {
        actor: call.actor,
        filesDir: filesDirOf(program),
        themesDir: themesDirOf(program),
      });
      reports.push(report);
      const looked = Object.keys(report.rows).length;
      call.out.say(
        report.clean
          ? `${slug} is erased: 0 rows in ${looked} tables, 0 schemas, 0 roles, 0 files; ${report.auditLines} lines of the audit keep the opaque id`
          : `${slug} is erased, but something is left: ${JSON.stringify(report)}`,
      );
    }
    if (call.flag('expired') && slugs.length === 0) call.out.say('no archived tenant is older than 30 days');
    if (reports.some(({ clean }) => !clean)) throw new NotWell(reports);
    return call.flag('expired') ? reports : reports[0];
  },
};

export const tenantFileCommands: Command[] = [exporting, importing, cloning, erasing];
