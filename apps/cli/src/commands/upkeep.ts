import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { examine, schemaStatements, targetVersion, upgradeAll, writeSnapshot } from '@madang/platform-tenancy';
import { loadOperatorPages, migrationsOf, parts, SNAPSHOT } from '@madang/server';
import { NotWell, UsageError, type Command } from '../command.js';
import { filesDirOf } from '../installation.js';

const migrate: Command = {
  name: 'migrate',
  summary: 'bring the platform and every organisation to the newest schema',
  options: {
    'dry-run': { help: 'only say what would be done' },
    workers: { value: 'n', help: 'at the same time, 1 to 3 (2)' },
  },
  notes:
    'Safe to run again and from several places at once. Canaries go first; a failing one holds the rest back. One broken tenant never stops the others.',
  async run(call) {
    const { platform, provisioning } = await call.program();
    const target = targetVersion(provisioning.schema);
    if (call.flag('dry-run')) {
      const behind = await platform.rows<{ slug: string; version: number; canary: boolean }>(
        'SELECT slug, schema_version AS version, canary FROM platform.tenants WHERE schema_version < $1 ORDER BY canary DESC, schema_name',
        [target],
      );
      const oldest = Math.min(target, ...behind.map(({ version }) => version));
      const steps = [...provisioning.schema.migrations]
        .filter((m) => m.version > oldest)
        .sort((a, b) => a.version - b.version);
      for (const step of steps) call.out.say(`  ${step.version} ${step.name}: ${step.statements.length} statements`);
      call.out.say(
        behind.length > 0
          ? `${behind.length} tenants would be brought to version ${target}`
          : `every tenant is at version ${target}`,
      );
      return { target, behind, steps: steps.map(({ version, name, statements }) => ({ version, name, statements })) };
    }
    const workers = Number(call.text('workers') ?? 2);
    if (!Number.isInteger(workers) || workers < 1) throw new UsageError('--workers is a number from 1 to 3.');
    const report = await upgradeAll(provisioning, platform, {
      workers,
      onProgress: (done, total, last) => call.out.progress(done, total, last?.slug ?? last?.schema ?? ''),
    });
    if (report.tenants.length > 0)
      call.out.table(
        ['tenant', 'from', 'to', 'outcome', 'ms', 'why'],
        report.tenants.map((t) => [
          t.slug ?? `(spare ${t.schema})`,
          t.from,
          t.version,
          t.outcome,
          t.milliseconds,
          t.error,
        ]),
      );
    call.out.say(
      `${report.upgraded.length} upgraded to version ${report.target}, ${report.failed.length} failed, after ${report.milliseconds} ms`,
    );
    if (report.heldBack > 0)
      call.out.say(`${report.heldBack} were not tried, because a canary failed: mend it, then run this again`);
    if (report.failed.length > 0 || report.heldBack > 0) throw new NotWell(report);
    return report;
  },
};

const SIGNS = { good: 'ok', warning: '!!', bad: 'XX' } as const;

const doctor: Command = {
  name: 'doctor',
  summary: 'look at everything that can be wrong, and say what to do',
  notes: 'Changes nothing. Exit code 1 when something is bad; warnings alone are 0.',
  async run(call) {
    const program = await call.program();
    const { checks, drift } = await examine(program.provisioning, program.platform, {
      filesDir: filesDirOf(program),
      spares: program.config.SPARE_TENANTS,
    });
    call.out.table(
      ['', 'what', 'found'],
      checks.map((c) => [SIGNS[c.level], c.name, c.found]),
    );
    for (const { name, level, advice } of checks)
      if (level !== 'good') call.out.say(`\n${SIGNS[level]} ${name}: ${advice}`);
    for (const one of drift)
      call.out.say(
        `\n${one.slug ?? one.schema}\n${[...one.missing.map((l) => `  - ${l}`), ...one.extra.map((l) => `  + ${l}`)].slice(0, 40).join('\n')}`,
      );
    const result = { checks, drift };
    if (checks.some(({ level }) => level === 'bad')) throw new NotWell(result);
    return result;
  },
};

const snapshot: Command = {
  name: 'schema snapshot',
  summary: 'write apps/server/tenant-schema.sql anew from all migrations',
  options: { out: { value: 'file', help: 'another file' } },
  notes:
    'Replays every migration into a schema that is dropped again, and writes down what the catalogue then says. Run it after any change of a migration.',
  async run(call) {
    const { provisioning } = await call.program();
    const migrations = migrationsOf(parts);
    const schema = await provisioning.build(migrations.flatMap((m) => m.statements));
    try {
      const statements = await provisioning.withAdmin(async (client) => {
        await client.query('BEGIN');
        const read = await schemaStatements(client, schema);
        await client.query('ROLLBACK');
        return read;
      });
      const file = call.text('out') ?? SNAPSHOT;
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, writeSnapshot(statements, migrations));
      call.out.say(`${file}: ${statements.length} statements, version ${targetVersion({ migrations })}`);
      return { file, statements: statements.length, version: targetVersion({ migrations }) };
    } finally {
      await provisioning.drop(schema);
    }
  },
};

const key: Command = {
  name: 'operator key',
  summary: 'the key that opens the operator’s pages',
  async run(call) {
    const { config } = await call.program();
    const found = (await loadOperatorPages()).operatorKey(config.secret);
    call.out.say(found);
    return { key: found };
  },
};

export const upkeepCommands: Command[] = [migrate, doctor, snapshot, key];
